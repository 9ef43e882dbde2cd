"""Tenants that share a pool."""

import asyncio
from pathlib import Path

import pytest

from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json
from tests.sandbox.plugins import eventually
from tests.sandbox.pool.pools import ask, pool_of, sample, served


def flood(
    pool: WorkerPool, artifact: Path, account: str, calls: int, ms: int, keys: int = 1
) -> dict[str, "asyncio.Task[Json]"]:
    """Ask for much at once."""
    return {
        f"{account} {n}": asyncio.create_task(
            ask(pool, artifact, "sleep", ms, key=f"{account}/{n % keys}/", account=account)
        )
        for n in range(calls)
    }


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("keys", [1, 6])
async def test_who_floods_it_makes_nobody_wait_for_more_than_one_release(
    tmp_path: Path, size: int, keys: int
) -> None:
    artifact = sample(tmp_path)
    async with pool_of(size) as pool:
        many = flood(pool, artifact, "flood", 6, 500, keys)
        await eventually(lambda: sum(slot.ready and slot.busy for slot in pool._slots) == size)
        done = sum(call.done() for call in many.values())
        quiet = asyncio.create_task(ask(pool, artifact, "who", key="quiet//", account="quiet"))
        order = await served(many | {"quiet": quiet})
        # Those under way when it came may end before it: `size`, of which one made the room.
        assert order.index("quiet") - done <= size


async def test_two_that_flood_it_are_served_in_turn(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(2) as pool:
        one = flood(pool, artifact, "one", 12, 300)
        await eventually(lambda: sum(slot.ready and slot.busy for slot in pool._slots) == 2)
        two = flood(pool, artifact, "two", 6, 300)
        order = await served(one | two)
        last_of_two = max(order.index(name) for name in two)
        assert sum(name in one for name in order[:last_of_two]) <= 9


async def test_those_who_hold_their_share_leave_each_other_the_warm_workers(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(3) as pool:
        calls = flood(pool, artifact, "one", 20, 20) | flood(pool, artifact, "two", 20, 20)
        answers = await asyncio.gather(*calls.values())
        assert len(set(map(str, answers))) <= 8


async def test_no_key_of_an_account_starves_another_of_it(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(1) as pool:
        many = flood(pool, artifact, "one", 5, 50)
        other = asyncio.create_task(ask(pool, artifact, "who", key="other", account="one"))
        later = flood(pool, artifact, "one", 5, 50)
        order = await served({"other": other} | {f"later {n}": c for n, c in later.items()})
        await asyncio.gather(*many.values())
        assert order[0] == "other"


async def test_who_gives_up_leaves_its_turn_to_the_next(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(1) as pool:
        busy = flood(pool, artifact, "busy", 1, 400)
        await eventually(lambda: any(slot.ready for slot in pool._slots))
        gone, stays = (
            asyncio.create_task(ask(pool, artifact, "who", key=name, account=name))
            for name in ("gone", "stays")
        )
        await asyncio.sleep(0.05)
        gone.cancel()
        assert await stays
        await asyncio.gather(*busy.values())
        assert gone.cancelled()
        assert {slot.key for slot in pool._slots} == {"stays"}
