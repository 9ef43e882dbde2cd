"""A plugin that needs more memory than others is given it by its spec."""

from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.errors import WorkerDied
from sandbox.limits import MEBIBYTE
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import WorkerSpec
from tests.sandbox.plugins import Listener, method, spec, write_service

FILL = "fill(mebibytes) { return Buffer.alloc(mebibytes * 2 ** 20, 1).length; }"


async def fill(pool: WorkerPool, given: WorkerSpec, mebibytes: int) -> object:
    call, listener = method("fill", mebibytes), Listener()
    answer = await pool.call(
        f"{given.memory_bytes}", given, call, timeout_seconds=20, observer=listener
    )
    return answer.result


async def test_its_memory_is_raised_and_never_lowered(pool: WorkerPool, tmp_path: Path) -> None:
    plain = spec(write_service(tmp_path / "p", FILL))
    with pytest.raises(WorkerDied) as died:
        await fill(pool, plain, 600)
    assert (died.value.reason, "more memory" in died.value.hint) == ("memory", True)
    raised = replace(plain, memory_bytes=800 * MEBIBYTE)
    assert await fill(pool, raised, 600) == 600 * MEBIBYTE
    lower = replace(plain, memory_bytes=64 * MEBIBYTE)
    assert await fill(pool, lower, 200) == 200 * MEBIBYTE
