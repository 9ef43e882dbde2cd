"""What one tenant leaves behind, no other finds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json
from tests.sandbox.plugins import method, run, write_service

_LEAVE_AND_LOOK = {
    "in the global object": ("globalThis.left = 'loot'", "globalThis.left ?? null"),
    "in a prototype": ("Object.prototype.left = 'loot'", "({}).left ?? null"),
    "in the environment": ("process.env.LEFT = 'loot'", "process.env.LEFT ?? null"),
    "in the scratch folder": (
        "fs.writeFileSync('/scratch/left', 'loot')",
        "fs.existsSync('/scratch/left') ? 'loot' : null",
    ),
    "in the temporary folder": (
        "fs.writeFileSync('/tmp/left', 'loot')",
        "fs.existsSync('/tmp/left') ? 'loot' : null",
    ),
    "in the module cache": (
        "require('node:util').inspect.left = 'loot'",
        "require('node:util').inspect.left ?? null",
    ),
    "in the runtime": (
        "this.runtime.constructor.prototype.left = 'loot'",
        "this.runtime.left ?? null",
    ),
    "in the runtime's cache": (
        "await this.runtime.setCache('left', 'loot')",
        "(await this.runtime.getCache('left')) ?? null",
    ),
    "in a setting": (
        "this.runtime.setSetting('LEFT', 'loot')",
        "this.runtime.getSetting('LEFT') ?? null",
    ),
    "as a channel between threads": (
        "new BroadcastChannel('left').postMessage('loot')",
        """await new Promise((resolve) => {
          const channel = new BroadcastChannel('left');
          channel.onmessage = ({ data }) => resolve(data);
          setTimeout(resolve, 300, null);
        })""",
    ),
}
_PREAMBLE = (
    "import { createRequire } from 'node:module'; const require = createRequire('/plugin/x');"
)


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(Limits(), size=4)
    await workers.start()
    yield workers
    await workers.close()


async def found(pool: WorkerPool, artifact: Path, leaving: str, looking: str) -> Json:
    await run(pool, artifact, method("leave"), key=leaving)
    return (await run(pool, artifact, method("look"), key=looking)).result


@pytest.mark.parametrize("where", _LEAVE_AND_LOOK)
async def test_state_stays_with_its_instance(pool: WorkerPool, tmp_path: Path, where: str) -> None:
    leave, look = _LEAVE_AND_LOOK[where]
    methods = f"async leave() {{ {leave}; }} async look() {{ return {look}; }}"
    artifact = write_service(tmp_path / "p", methods, _PREAMBLE)
    assert await found(pool, artifact, "one/0/", "two/0/") is None
    assert await found(pool, artifact, "one/0/", "one/1/") is None
    assert await found(pool, artifact, "one/0/", "one/0/agent") is None


async def test_state_can_be_left_at_all(pool: WorkerPool, tmp_path: Path) -> None:
    """Else the tests above could not fail."""
    leave, look = _LEAVE_AND_LOOK["in the global object"]
    methods = f"async leave() {{ {leave}; }} async look() {{ return {look}; }}"
    artifact = write_service(tmp_path / "p", methods, _PREAMBLE)
    assert await found(pool, artifact, "one/0/", "one/0/") == "loot"
