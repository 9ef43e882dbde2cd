"""More workers for keys that wait, fewer again when nobody asks."""

import asyncio
import time
from pathlib import Path

from sandbox.pool.life import LifeLimits
from tests.sandbox.plugins import eventually
from tests.sandbox.pool.pools import ask, pool_of, sample


async def test_calls_that_wait_for_a_key_get_further_workers(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        await ask(pool, artifact, "who")
        calls = [ask(pool, artifact, "sleep", 1200) for _ in range(3)]
        began = time.perf_counter()
        assert len(set(map(str, await asyncio.gather(*calls)))) == 3
        assert time.perf_counter() - began < 2.4


async def test_a_worker_that_comes_free_is_taken_before_a_new_one_is_there(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4) as pool:
        me = await ask(pool, artifact, "who")
        answers = await asyncio.gather(*(ask(pool, artifact, "sleep", 1) for _ in range(12)))
        assert answers.count(me) >= 8


async def test_idle_workers_of_other_keys_make_room_for_those_that_wait(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(3) as pool:
        for key in ("cold", "colder", "key"):
            await ask(pool, artifact, "who", key=key)
        calls = [ask(pool, artifact, "sleep", 1200) for _ in range(3)]
        assert len(set(map(str, await asyncio.gather(*calls)))) == 3
        assert {slot.key for slot in pool._slots if not slot.leaving} == {"key"}


async def test_no_key_gets_more_than_there_is_room_for(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(2) as pool:
        calls = [asyncio.create_task(ask(pool, artifact, "sleep", 30)) for _ in range(30)]
        while not all(call.done() for call in calls):
            assert pool.alive <= 2
            await asyncio.sleep(0.01)


async def test_they_end_when_nobody_asks(tmp_path: Path) -> None:
    artifact = sample(tmp_path)
    async with pool_of(4, LifeLimits(idle_seconds=0.5)) as pool:
        await asyncio.gather(*(ask(pool, artifact, "sleep", 400) for _ in range(3)))
        assert pool.alive >= 2
        await eventually(lambda: pool.alive == 0)
