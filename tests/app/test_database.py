"""Transactions on a real replica set."""

import asyncio

import pytest

from app.database import Database, Duplicate, Session
from app.errors import InvalidSetting
from app.journal.entry import Entry
from app.journal.repository import JournalRepository


@pytest.fixture
def entries(database: Database) -> JournalRepository:
    return JournalRepository(database)


async def test_all_of_a_transaction_is_written_or_nothing(
    database: Database, entries: JournalRepository
) -> None:
    async def half(session: Session) -> None:
        await entries.insert(Entry(subject="half", seq=0, data={}), session)
        raise LookupError

    with pytest.raises(LookupError):
        await database.transact(half)
    assert await entries.count({"subject": "half"}) == 0


async def test_a_key_that_is_taken_undoes_the_rest(
    database: Database, entries: JournalRepository
) -> None:
    await entries.insert(Entry(subject="taken", seq=1, data={}))

    async def write(session: Session) -> None:
        await entries.insert(Entry(subject="taken", seq=0, data={}), session)
        await entries.insert(Entry(subject="taken", seq=1, data={}), session)

    with pytest.raises(Duplicate):
        await database.transact(write)
    assert [entry.seq for entry in await entries.find({"subject": "taken"})] == [1]


async def test_transactions_that_meet_are_run_again_and_none_is_lost(
    database: Database, entries: JournalRepository
) -> None:
    counter = await entries.insert(Entry(subject="counter", seq=0, data={"n": 0}))

    async def add(session: Session) -> None:
        found = await entries.get(counter.id, session)
        assert found
        await entries.update(
            {"_id": counter.id}, {"$set": {"data.n": found.data["n"] + 1}}, session
        )

    await asyncio.gather(*(database.transact(add) for _ in range(8)))
    ended = await entries.get(counter.id)
    assert ended
    assert ended.data == {"n": 8}


async def test_a_malformed_address_is_a_wrong_setting() -> None:
    with pytest.raises(InvalidSetting):
        Database("mongodb://a:b:c", "x")
