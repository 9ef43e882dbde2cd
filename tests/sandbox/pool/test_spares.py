"""Workers that are ready before a call comes."""

import asyncio
import os
import signal
from pathlib import Path

from sandbox.pool.life import LifeLimits
from tests.sandbox.plugins import Listener, eventually
from tests.sandbox.pool.pools import ask, idle, pool_of, sample


async def test_a_key_that_is_called_once_has_none(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        await ask(pool, artifact, "who", one_shot=True)
        await asyncio.sleep(0.5)
        assert pool.alive == 0


async def test_one_shot_calls_that_come_often_find_an_unused_worker_loaded(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        seen = []
        for _ in range(4):
            seen.append(await ask(pool, artifact, "count", one_shot=True))
            await eventually(lambda: len(seen) < 2 or idle(pool) == 1)
        assert seen == [1, 1, 1, 1]
        (spare,) = [slot for slot in pool._slots if slot.idle]
        assert not spare.used
        pid = spare.worker.pid if spare.worker else 0
        await ask(pool, artifact, "count", one_shot=True)
        assert spare.used
        assert spare.worker is not None
        assert spare.worker.pid == pid


async def test_a_used_worker_is_nothing_for_a_one_shot_call(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        assert await ask(pool, artifact, "count") == 1
        assert await ask(pool, artifact, "count", one_shot=True) == 1


async def test_the_last_call_of_a_worker_has_its_successor_started(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4, LifeLimits(calls=2)) as pool:
        await ask(pool, artifact, "who")
        last = asyncio.create_task(ask(pool, artifact, "sleep", 1500))
        await eventually(lambda: idle(pool) == 1)
        assert not last.done()
        assert await ask(pool, artifact, "who") != await last


async def test_a_call_that_found_all_busy_leaves_one_ready_beside_them(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(6) as pool:
        await ask(pool, artifact, "who")
        calls = [asyncio.create_task(ask(pool, artifact, "sleep", 1500)) for _ in range(2)]
        await eventually(lambda: idle(pool) == 1)
        assert not any(call.done() for call in calls)
        await asyncio.gather(*calls)
        await asyncio.sleep(0.3)
        assert pool.alive == 3


async def test_what_it_says_while_it_loads_is_told_to_its_first_call(tmp_path: Path) -> None:
    artifact = sample(tmp_path, "console.log('loading');")
    async with pool_of(4) as pool:
        for number in range(4):
            listener = Listener()
            await ask(pool, artifact, "who", one_shot=True, listener=listener)
            assert listener.texts("stdout") == ["loading"]
            await eventually(lambda number=number: number == 0 or idle(pool) == 1)  # type: ignore[misc]


async def test_it_makes_room_before_any_worker_that_was_used(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(3) as pool:
        first = await ask(pool, artifact, "who", key="old")
        for _ in range(2):
            await ask(pool, artifact, "who", key="once", one_shot=True)
        await eventually(lambda: idle(pool, "once") == 1)
        await ask(pool, artifact, "who", key="second")
        await ask(pool, artifact, "who", key="third")
        assert await ask(pool, artifact, "who", key="old") == first


async def test_it_goes_with_its_key(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        for _ in range(2):
            await ask(pool, artifact, "who", key="gone/1/", one_shot=True)
        await pool.evict("gone/")
        await ask(pool, artifact, "who", key="other")
        await asyncio.sleep(0.3)
        assert [slot.key for slot in pool._slots] == ["other"]


async def test_one_that_does_not_load_is_not_tried_again_and_again(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        await ask(pool, artifact, "who", one_shot=True)
        slow = asyncio.create_task(ask(pool, artifact, "sleep", 600, one_shot=True))
        await eventually(lambda: any(slot.busy and slot.ready for slot in pool._slots))
        await eventually(lambda: idle(pool) == 1)
        (artifact / "package.json").unlink()
        await ask(pool, artifact, "who", one_shot=True)  # takes the spare; no other can start
        await slow
        assert pool._demands.is_failing("key")
        await eventually(lambda: pool.alive == 0)


async def test_one_that_dies_before_its_first_call_is_not_started_again(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        for _ in range(2):
            await ask(pool, artifact, "who", one_shot=True)
        await eventually(lambda: idle(pool) == pool.alive == 1)
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        await eventually(lambda: pool.alive == 0)
        await asyncio.sleep(0.2)
        assert pool.alive == 0
        assert await ask(pool, artifact, "count", one_shot=True) == 1


async def test_one_that_is_old_before_its_first_call_is_kept_for_it(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4, LifeLimits(seconds=0.01)) as pool:
        for _ in range(2):
            await ask(pool, artifact, "who")
        await eventually(lambda: idle(pool) == 1)
        pids = pool.pids
        await asyncio.sleep(0.3)
        assert pool.pids == pids


async def test_a_call_that_was_cancelled_has_no_successor_started(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        for _ in range(2):
            await ask(pool, artifact, "who")
        call = asyncio.create_task(ask(pool, artifact, "sleep", 5000))
        await eventually(lambda: any(slot.busy for slot in pool._slots))
        call.cancel()
        await eventually(lambda: pool.alive == 0)
        await asyncio.sleep(0.3)
        assert pool.alive == 0
