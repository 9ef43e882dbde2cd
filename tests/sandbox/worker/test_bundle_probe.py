"""A bundle is imported where it loads as the plugin does, and clearly faster."""

from dataclasses import replace
from pathlib import Path

from sandbox.install.bundled_artifact import BUNDLE, with_bundle
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.bundle_probe import probe_with_bundle
from sandbox.worker.probe import probe
from tests.sandbox.install.test_bundler import CORE, artifact_of, write_parts
from tests.sandbox.plugins import Listener, method, spec, write_package, write_service

MANY = 500
SLOW = "const end = Date.now() + 150; while (Date.now() < end);"


def with_made_up_bundle(folder: Path, code: str) -> Path:
    """An artefact that loads slowly, with a bundle that was not made of it."""
    slow = f"{SLOW} export default {{ name: 'sample', description: '' }};"
    return write_package(folder, {"index.mjs": slow, str(BUNDLE): code})


async def test_many_modules_are_imported_as_one(tmp_path: Path) -> None:
    artifact = await with_bundle(artifact_of(write_parts(tmp_path / "p", MANY)), CORE)
    plain = await probe(artifact.path, Limits())
    found = await probe_with_bundle(artifact.path, Limits())
    assert found.bundled
    assert found.report.plugin_name == plain.plugin_name == f"sum {MANY}"
    assert found.report.load_ms < plain.load_ms / 2


async def test_a_bundle_that_offers_something_else_is_not_taken(tmp_path: Path) -> None:
    provider = "providers: [{ name: 'P', get: async () => ({}) }]"
    code = f"export default {{ name: 'sample', description: '', {provider} }};"
    artifact = with_made_up_bundle(tmp_path / "p", code)
    assert [each.name for each in (await probe(artifact, Limits(), bundled=True)).capabilities] == [
        "P"
    ]
    found = await probe_with_bundle(artifact, Limits())
    assert (found.bundled, found.report.capabilities) == (False, [])


async def test_a_bundle_that_starts_less_is_not_taken(tmp_path: Path) -> None:
    artifact = write_service(tmp_path / "p", "", preamble=SLOW)
    entry = (artifact / "index.mjs").read_text()
    (artifact / BUNDLE).parent.mkdir()
    broken = entry.replace(SLOW, "").replace("start(runtime) {", "start(runtime) { throw 'x';")
    (artifact / BUNDLE).write_text(broken)
    assert not (await probe_with_bundle(artifact, Limits())).bundled
    (artifact / BUNDLE).write_text(entry.replace(SLOW, ""))
    assert (await probe_with_bundle(artifact, Limits())).bundled


async def test_a_bundle_that_is_not_faster_is_not_taken(tmp_path: Path) -> None:
    artifact = with_made_up_bundle(tmp_path / "p", "")
    (artifact / BUNDLE).write_text((artifact / "index.mjs").read_text())
    assert not (await probe_with_bundle(artifact, Limits())).bundled


async def test_a_plugin_that_loads_fast_is_probed_once(tmp_path: Path) -> None:
    fast = "export default { name: 'sample', description: '' };"
    artifact = write_package(tmp_path / "p", {"index.mjs": fast, str(BUNDLE): fast})
    found = await probe_with_bundle(artifact, Limits())
    assert not found.bundled
    assert 0 < found.report.load_ms < 100


async def test_where_a_bundle_does_not_load_its_plugin_does(tmp_path: Path) -> None:
    artifact = with_made_up_bundle(tmp_path / "p", "throw new Error('not from here');")
    report = await probe(artifact, Limits(), bundled=True)
    assert (report.loaded, report.plugin_name) == (True, "sample")


async def test_calls_reach_the_bundle_where_it_is_to_be_imported(tmp_path: Path) -> None:
    artifact = write_service(tmp_path / "p", "origin() { return 'entry'; }")
    (artifact / BUNDLE).parent.mkdir()
    (artifact / BUNDLE).write_text(
        (artifact / "index.mjs").read_text().replace("'entry'", "'bundle'")
    )
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    try:
        for bundled, origin in ((True, "bundle"), (False, "entry")):
            what = replace(spec(artifact), bundled=bundled)
            call = pool.call(
                str(bundled), what, method("origin"), timeout_seconds=10, observer=Listener()
            )
            assert (await call).result == origin
    finally:
        await pool.close()
