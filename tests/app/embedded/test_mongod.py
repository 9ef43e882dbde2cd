import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pymongo import AsyncMongoClient

from app.embedded.mongod import EmbeddedMongod
from app.errors import ServiceUnavailable
from tests.app.embedded.processes import tcp_listeners
from tests.processes import alive


@pytest.fixture(scope="module")
async def mongod(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedMongod]:
    server = EmbeddedMongod(tmp_path_factory.mktemp("mongod"))
    await server.start()
    yield server
    await server.stop()


class TestStart:
    async def test_transactions_and_change_streams_work(self, mongodb_uri: str) -> None:
        async with AsyncMongoClient[dict[str, Any]](mongodb_uri) as client:
            things, events = client.start_test.things, client.start_test.events
            async with await things.watch() as stream:
                async with client.start_session() as session, await session.start_transaction():
                    await things.insert_one({"_id": 1}, session=session)
                    await events.insert_one({"_id": 2}, session=session)
                change = await stream.next()
            assert change["fullDocument"] == {"_id": 1}
            assert await events.count_documents({}) == 1

    def test_only_the_owner_reaches_it(self, mongodb_uri: str) -> None:
        socket = Path(unquote(mongodb_uri.removeprefix("mongodb://").split("/")[0]))
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700

    async def test_it_listens_on_no_network_address(self, mongod: EmbeddedMongod) -> None:
        assert mongod.pid
        assert not tcp_listeners(mongod.pid)

    async def test_long_and_odd_paths_work(self, tmp_path: Path) -> None:
        data_dir = tmp_path / "a folder +%41 é" / ("x" * 100)
        mongod = EmbeddedMongod(data_dir)
        try:
            async with AsyncMongoClient[dict[str, int]](await mongod.start()) as client:
                await client.test.things.insert_one({"_id": 1})
        finally:
            await mongod.stop()

    async def test_a_damaged_database_is_explained(self, tmp_path: Path) -> None:
        tmp_path.joinpath("mongodb").mkdir(mode=0o700)
        tmp_path.joinpath("mongodb", "WiredTiger.turtle").write_text("nonsense")
        tmp_path.joinpath("mongodb", "WiredTiger").write_text("nonsense")
        mongod = EmbeddedMongod(tmp_path)
        with pytest.raises(ServiceUnavailable, match="WiredTiger") as caught:
            await mongod.start()
        assert str(tmp_path / "log" / "mongod.log") in str(caught.value.hint)
        assert mongod.pid is None

    async def test_the_data_may_be_moved(self, tmp_path: Path) -> None:
        before, after = tmp_path / "before", tmp_path / "after"
        await write_and_stop(before)
        before.rename(after)
        mongod = EmbeddedMongod(after)
        try:
            async with AsyncMongoClient[dict[str, int]](await mongod.start()) as client:
                assert await client.test.things.count_documents({}) == 1
        finally:
            await mongod.stop()


class TestStop:
    async def test_it_ends_within_three_seconds(self, tmp_path: Path) -> None:
        mongod = EmbeddedMongod(tmp_path)
        await mongod.start()
        pid = mongod.pid
        assert pid
        async with asyncio.timeout(3):
            await mongod.stop()
        assert mongod.pid is None
        assert not alive(pid)

    async def test_one_that_hangs_is_killed(self, tmp_path: Path) -> None:
        mongod = EmbeddedMongod(tmp_path)
        await mongod.start()
        pid = mongod.pid
        assert pid
        stopper = await asyncio.create_subprocess_exec("kill", "-STOP", str(pid))
        await stopper.wait()
        async with asyncio.timeout(3):
            await mongod.stop()
        assert not alive(pid)

    async def test_stopping_twice_is_harmless(self, tmp_path: Path) -> None:
        mongod = EmbeddedMongod(tmp_path)
        await mongod.start()
        await mongod.stop()
        await mongod.stop()


async def write_and_stop(data_dir: Path) -> None:
    mongod = EmbeddedMongod(data_dir)
    async with AsyncMongoClient[dict[str, int]](await mongod.start()) as client:
        await client.test.things.insert_one({"_id": 1})
    await mongod.stop()
