"""The code that V8 compiled at set-up is used: else each worker takes 11 MB and 70 ms more."""

from pathlib import Path

from sandbox.boundary.isolation import BUNDLE
from sandbox.pool.pool import WorkerPool
from tests.sandbox.plugins import method, run, write_service


async def test_a_worker_reads_the_cache_that_was_made_for_it(
    pool: WorkerPool, tmp_path: Path
) -> None:
    look = "look() { return module.getCompileCacheDir() ?? null; }"
    artifact = write_service(tmp_path / "p", look, "import module from 'node:module';")
    found = (await run(pool, artifact, method("look"))).result
    assert isinstance(found, str)
    assert found.startswith("/worker/cache/")
    assert (BUNDLE / found.removeprefix("/worker/")).is_dir()
