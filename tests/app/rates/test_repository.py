"""Counting in MongoDB, as each strategy of ``limits`` does it."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from app.database import Database
from app.documents import DOCUMENTS
from app.rates.counter import Counter
from app.rates.repository import CounterRepository

LIMIT = 10
CALLS = 200


@pytest.fixture
async def replica(mongodb_uri: str) -> AsyncIterator[Database]:
    """A second server's own connections to the database ``shared``."""
    opened = Database(mongodb_uri, "rates_shared")
    await opened.open(DOCUMENTS)
    yield opened
    await opened.close()


@pytest.fixture
async def shared(mongodb_uri: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, "rates_shared")
    await opened.open(DOCUMENTS)
    yield opened
    await opened.collection(Counter).delete_many({})
    await opened.close()


@pytest.fixture
def counters(shared: Database) -> CounterRepository:
    return CounterRepository(shared)


class TestMovingWindow:
    async def test_of_many_at_once_from_two_servers_exactly_the_limit_gets_through(
        self, shared: Database, replica: Database
    ) -> None:
        servers = [CounterRepository(shared), CounterRepository(replica)]

        taken = await asyncio.gather(
            *(servers[call % 2].acquire_entry("k", LIMIT, 60) for call in range(CALLS))
        )

        assert sum(taken) == LIMIT
        assert (await servers[0].get_moving_window("k", LIMIT, 60))[1] == LIMIT

    async def test_hits_leave_the_window_one_by_one(self, counters: CounterRepository) -> None:
        assert await counters.acquire_entry("k", 2, 1)
        await asyncio.sleep(0.5)
        assert await counters.acquire_entry("k", 2, 1)
        assert not await counters.acquire_entry("k", 2, 1)
        await asyncio.sleep(0.6)

        assert await counters.acquire_entry("k", 2, 1)
        assert not await counters.acquire_entry("k", 2, 1)

    async def test_the_window_begins_with_its_oldest_hit(self, counters: CounterRepository) -> None:
        before = time.time()
        await counters.acquire_entry("k", LIMIT, 60)
        await counters.acquire_entry("k", LIMIT, 60)

        start, size = await counters.get_moving_window("k", LIMIT, 60)

        assert size == 2
        assert before - 0.002 <= start <= time.time()

    async def test_a_released_hit_is_free_again(self, counters: CounterRepository) -> None:
        assert await counters.acquire_entry("k", 1, 60)
        await counters.release_entry("k")

        assert await counters.acquire_entry("k", 1, 60)
        assert not await counters.acquire_entry("k", 1, 60)

    async def test_more_than_is_left_is_refused_whole(self, counters: CounterRepository) -> None:
        assert await counters.acquire_entry("k", 5, 60, amount=3)
        assert not await counters.acquire_entry("k", 5, 60, amount=3)
        assert await counters.acquire_entry("k", 5, 60, amount=2)

    async def test_nothing_was_counted_where_nobody_called(
        self, counters: CounterRepository
    ) -> None:
        assert await counters.get_moving_window("nobody", LIMIT, 60) == (0.0, 0)


class TestFixedWindow:
    async def test_simultaneous_additions_from_two_servers_are_all_in_the_sum(
        self, shared: Database, replica: Database
    ) -> None:
        servers = [CounterRepository(shared), CounterRepository(replica)]

        sums = await asyncio.gather(*(servers[call % 2].incr("k", 60) for call in range(CALLS)))

        assert sorted(sums) == list(range(1, CALLS + 1))
        assert await servers[1].get("k") == CALLS

    async def test_a_window_that_is_over_counts_from_nothing(
        self, counters: CounterRepository
    ) -> None:
        assert await counters.incr("k", 1, 5) == 5
        await asyncio.sleep(1.05)

        assert await counters.get("k") == 0
        assert await counters.incr("k", 1) == 1

    async def test_it_ends_when_it_was_said_to_whatever_comes(
        self, counters: CounterRepository
    ) -> None:
        await counters.incr("k", 60)
        end = await counters.get_expiry("k")
        await counters.incr("k", 600)

        assert await counters.get_expiry("k") == end
        assert end == pytest.approx(time.time() + 60, abs=5)
        assert await counters.get_expiry("nobody") == 0.0


class TestStore:
    async def test_mongodb_itself_removes_what_is_over(self, shared: Database) -> None:
        indexes = await shared.collection(Counter).index_information()

        assert indexes["expires_at_1"]["expireAfterSeconds"] == 0

    async def test_counters_can_be_forgotten_one_by_one_or_all(
        self, counters: CounterRepository
    ) -> None:
        for key in ("a", "b", "c"):
            await counters.incr(key, 60)

        await counters.clear("a")

        assert (await counters.get("a"), await counters.get("b")) == (0, 1)
        assert await counters.reset() == 2
        assert await counters.check()
