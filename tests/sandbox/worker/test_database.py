"""A plugin's own SQL database: made for who uses it, and kept by the host beyond the worker."""

from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.grants.permission import Permission
from sandbox.pool.pool import WorkerPool
from tests.sandbox.plugins import Listener
from tests.sandbox.worker.test_asks import ALL, Memory, run

WRITE = """
    const { db } = this.runtime;
    await db.execute('CREATE TABLE IF NOT EXISTS notes (id serial, text text)');
    await db.execute("INSERT INTO notes (text) VALUES ('a')");
"""
READ = "return (await this.runtime.db.execute('SELECT * FROM notes')).rows;"


async def test_what_a_worker_writes_the_next_one_reads(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    first = await run(pool, tmp_path, WRITE, host=host)
    assert first.peak_memory_bytes < 400 * 2**20
    await pool.evict("key")
    found = [{"id": 1, "text": "a"}]
    assert (await run(pool, tmp_path / "other", READ, host=host)).result == found


async def test_what_a_call_wrote_before_it_failed_stays(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    with pytest.raises(CallFailed, match="enough"):
        await run(pool, tmp_path, WRITE + "throw new Error('enough')", host=host)
    assert (await host.database.load(0))[0] == 1


async def test_without_storage_it_ends_with_the_worker(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    granted = ALL - {Permission.STORAGE_WRITE}
    listener = Listener()
    answer = await run(pool, tmp_path, WRITE + READ, granted, host=host, listener=listener)
    assert answer.result == [{"id": 1, "text": "a"}]
    assert await host.database.load(0) == (0, None)
    assert any("storage is not granted" in line.text for line in listener.lines)


async def test_a_change_that_another_made_meanwhile_is_not_lost(
    pool: WorkerPool, tmp_path: Path
) -> None:
    host = Memory()
    body = WRITE + "await this.runtime.getService('one_graph').storage.get('meanwhile')"
    get = host.get_stored

    async def meanwhile(key: str) -> object:
        await host.database.save(0, b"another's")
        return await get(key)

    host.get_stored = meanwhile  # type: ignore[method-assign, assignment]
    with pytest.raises(CallFailed) as refused:
        await run(pool, tmp_path, body, host=host)
    assert refused.value.code == "DATABASE_CHANGED"
    assert await host.database.load(0) == (1, b"another's")
