"""One change stream, shared by listeners that may be slow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest
from pymongo import AsyncMongoClient

from app.database import Database, Row
from app.errors import CursorExpired, SlowConsumer
from app.feed import Feed
from app.journal.entry import Entry
from app.journal.repository import JournalRepository


@pytest.fixture
def repository(database: Database) -> JournalRepository:
    return JournalRepository(database)


@asynccontextmanager
async def feed(repository: JournalRepository, queue_size: int = 100) -> AsyncIterator[Feed]:
    opened = Feed(repository, lambda row: [str(row["subject"])], queue_size=queue_size)
    await opened.start()
    try:
        yield opened
    finally:
        await opened.close()


async def write(repository: JournalRepository, subject: str, *numbers: int) -> None:
    for number in numbers:
        await repository.insert(Entry(subject=subject, seq=number, data={}))


async def test_each_listener_hears_what_has_its_key_in_order(
    repository: JournalRepository,
) -> None:
    async with feed(repository) as opened:
        with opened.listen("a") as first, opened.listen("a") as second, opened.listen("b") as other:
            await write(repository, "a", 0, 1)
            await write(repository, "b", 0)
            for listener in (first, second):
                assert [(await listener.next()).row["seq"] for _ in range(2)] == [0, 1]
            assert (await other.next()).row["subject"] == "b"


async def test_who_lags_too_far_is_dropped_and_told_to_resume(
    repository: JournalRepository,
) -> None:
    async with feed(repository, queue_size=3) as opened:
        with opened.listen("slow") as slow, opened.listen("other") as other:
            await write(repository, "slow", *range(5))
            await write(repository, "other", 0)
            assert (await other.next()).row["subject"] == "other"
            with pytest.raises(SlowConsumer) as failure:
                await slow.next()
            assert "Resume" in str(failure.value.hint)


async def test_a_queue_of_size_0_takes_any_burst(repository: JournalRepository) -> None:
    async with feed(repository, queue_size=0) as opened:
        with opened.listen("burst") as listener:
            rows = [
                {"_id": f"burst{number}", "subject": "burst", "seq": number, "final": False}
                for number in range(3_000)
            ]
            await repository.collection.insert_many(rows)
            heard = [(await listener.next()).row["seq"] for _ in rows]
    assert heard == list(range(3_000))


async def test_a_stored_position_replays_the_rest_of_its_key(
    repository: JournalRepository,
) -> None:
    async with feed(repository) as opened:
        with opened.listen("r") as listener:
            await write(repository, "r", 0)
            token = (await listener.next()).token
        await write(repository, "unrelated", 0)
        await write(repository, "r", 1, 2)
        assert token
        async with aclosing(opened.replay("r", token)) as changes, asyncio.timeout(10):
            assert [(await anext(changes)).row["seq"] for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("token", ["00", "zz", "", "82" * 500])
async def test_a_position_from_nowhere_is_refused(
    repository: JournalRepository, token: str
) -> None:
    async with feed(repository) as opened:
        with pytest.raises(CursorExpired) as failure:
            await anext(opened.replay("a", {"_data": token}))
        assert failure.value.hint


async def test_an_interrupted_stream_goes_on_without_gap_or_repetition(
    repository: JournalRepository, mongodb_uri: str
) -> None:
    async with feed(repository) as opened, AsyncMongoClient[Row](mongodb_uri) as client:
        with opened.listen("cut") as listener:
            await write(repository, "cut", 0)
            assert (await listener.next()).row["seq"] == 0
            await client.admin.command("killAllSessions", [])
            await write(repository, "cut", 1, 2)
            async with asyncio.timeout(10):
                assert [(await listener.next()).row["seq"] for _ in range(2)] == [1, 2]
