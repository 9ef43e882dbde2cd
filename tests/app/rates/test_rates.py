"""Taking what a limit leaves, and giving it back."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from app.database import Database
from app.rates.limit import DAY, HOUR, Limit
from app.rates.rates import Rates


@pytest.fixture
def rates(database: Database) -> Rates:
    return Rates(database)


async def keep(rates: Rates, limit: Limit, key: str) -> bool:
    """Take one for something that is done."""
    async with AsyncExitStack() as refund:
        taken = await rates.take(limit, key, refund)
        refund.pop_all()
        return taken


async def keep_of(rates: Rates, window: str, limit: Limit, key: str) -> bool:
    async with AsyncExitStack() as refund:
        taken = await rates.take_of(window, limit, key, refund)
        refund.pop_all()
        return taken


async def test_each_key_has_all_of_the_limit(rates: Rates) -> None:
    limit = Limit(1, HOUR, "each")

    assert [await keep(rates, limit, key) for key in ("a", "b", "a")] == [True, True, False]


async def test_what_was_not_done_after_all_does_not_count(rates: Rates) -> None:
    limit = Limit(1, HOUR, "undone")

    async def fail() -> None:
        async with AsyncExitStack() as refund:
            assert await rates.take(limit, "a", refund)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert await keep(rates, limit, "a")


async def test_a_refusal_leaves_what_others_took(rates: Rates) -> None:
    limit = Limit(1, HOUR, "refused")
    await keep(rates, limit, "a")

    assert not await keep(rates, limit, "a")
    assert not await keep(rates, limit, "a")


async def test_the_wait_is_until_the_oldest_one_leaves(rates: Rates) -> None:
    limit = Limit(2, HOUR, "wait")
    await keep(rates, limit, "a")
    await keep(rates, limit, "a")

    assert HOUR - 5 <= await rates.seconds_to_wait(limit, "a") <= HOUR


async def test_a_limit_that_was_changed_goes_on_with_its_counters(rates: Rates) -> None:
    await keep(rates, Limit(1, HOUR, "changed"), "a")

    assert await keep(rates, Limit(2, HOUR, "changed"), "a")
    assert not await keep(rates, Limit(2, HOUR, "changed"), "a")


class TestOfAWindow:
    async def test_of_many_at_once_exactly_the_limit_gets_through(self, rates: Rates) -> None:
        limit = Limit(10, DAY, "many")

        taken = await asyncio.gather(
            *(keep_of(rates, "2026-11-22", limit, "a") for _ in range(200))
        )

        assert sum(taken) == 10

    async def test_each_window_counts_from_nothing(self, rates: Rates) -> None:
        limit = Limit(1, DAY, "windows")

        days = ["2026-11-22", "2026-11-22", "2026-11-23"]
        assert [await keep_of(rates, day, limit, "a") for day in days] == [True, False, True]

    async def test_refusals_and_what_was_not_done_do_not_count(self, rates: Rates) -> None:
        limit = Limit(1, DAY, "given back")
        async with AsyncExitStack() as refund:
            assert await rates.take_of("today", limit, "a", refund)
            assert not await keep_of(rates, "today", limit, "a")

        assert await keep_of(rates, "today", limit, "a")
        assert not await keep_of(rates, "today", limit, "a")
