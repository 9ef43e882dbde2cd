"""Calls that wait for a worker while their key is evicted."""

import asyncio
from pathlib import Path

import pytest

from sandbox.errors import WorkerDied
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from tests.sandbox.plugins import method, run, write_service


async def test_they_fail_instead_of_starting_one(tmp_path: Path) -> None:
    slow = "async slow() { await new Promise((done) => setTimeout(done, 1500)); return 'done'; }"
    artifact = write_service(tmp_path / "p", slow + "quick() { return 'ran'; }")
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    try:
        busy = asyncio.create_task(run(pool, artifact, method("slow"), key="busy/0/"))
        await asyncio.sleep(0.2)
        waiting = asyncio.create_task(run(pool, artifact, method("quick"), key="revoked/0/"))
        beside = asyncio.create_task(run(pool, artifact, method("quick"), key="other/0/"))
        await asyncio.sleep(0.1)
        await pool.evict("revoked/")
        with pytest.raises(WorkerDied) as death:
            await waiting
        assert death.value.reason == "evicted"
        assert (await busy).result == "done"
        assert (await beside).result == "ran"
    finally:
        await pool.close()
