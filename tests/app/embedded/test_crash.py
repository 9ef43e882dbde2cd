"""SIGKILL of a server: nothing stays behind, and the next start has everything."""

import asyncio
import signal
import sys
import time
from pathlib import Path

from pymongo import AsyncMongoClient, WriteConcern

from app.embedded.lock import read_running
from app.embedded.mongod import EmbeddedMongod
from tests.app.embedded import holder
from tests.processes import alive

Client = AsyncMongoClient[dict[str, int]]


async def start_holder(data_dir: Path) -> tuple[asyncio.subprocess.Process, int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", holder.__name__, data_dir), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    pid, uri = (await process.stdout.readline()).decode().split()
    return process, int(pid), uri


async def write_until_cut(uri: str) -> int:
    """Insert documents one by one; the number that were acknowledged when it broke off."""
    acknowledged = 0
    async with Client(uri, serverSelectionTimeoutMS=100, retryWrites=False) as client:
        things = client.test.get_collection("things", write_concern=WriteConcern("majority"))
        try:
            while True:
                await things.insert_one({"_id": acknowledged})
                acknowledged += 1
        except Exception:
            return acknowledged


async def test_sigkill_takes_mongod_along_and_the_next_start_keeps_every_document(
    tmp_path: Path,
) -> None:
    process, pid, uri = await start_holder(tmp_path)
    writer = asyncio.create_task(write_until_cut(uri))
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert read_running(tmp_path) is None
    started = time.monotonic()
    mongod = EmbeddedMongod(tmp_path)
    uri = await mongod.start()
    took = time.monotonic() - started
    try:
        assert not alive(pid)
        async with Client(uri) as client:
            stored = await client.test.things.count_documents({})
    finally:
        await mongod.stop()
    acknowledged = await writer
    assert 0 < acknowledged <= stored <= acknowledged + 1
    assert took < 4
