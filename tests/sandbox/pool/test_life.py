"""When a worker is replaced, although it could go on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.errors import CallFailed, CallTimedOut, WorkerDied
from sandbox.limits import MEBIBYTE, Limits
from sandbox.pool.life import LifeLimits
from sandbox.pool.pool import WorkerPool
from tests.sandbox.plugins import Listener, eventually, method, run, spec, write_service

COUNT = "count() { globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n; }"


@asynccontextmanager
async def pool_of(life: LifeLimits, limits: Limits | None = None) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(limits or Limits(), size=4, life=life)
    await pool.start()
    yield pool
    await pool.close()


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    return write_service(tmp_path / "p", COUNT)


async def counts(pool: WorkerPool, artifact: Path, number: int) -> list[object]:
    return [(await run(pool, artifact, method("count"))).result for _ in range(number)]


async def test_after_its_calls(counting: Path) -> None:
    async with pool_of(LifeLimits(calls=2)) as pool:
        assert await counts(pool, counting, 5) == [1, 2, 1, 2, 1]


async def test_calls_that_fail_count_too(counting: Path) -> None:
    async with pool_of(LifeLimits(calls=2)) as pool:
        assert await counts(pool, counting, 1) == [1]
        with pytest.raises(CallFailed):
            await run(pool, counting, method("absent"))
        assert await counts(pool, counting, 1) == [1]


async def test_at_its_age(counting: Path) -> None:
    async with pool_of(LifeLimits(seconds=1.5)) as pool:
        assert await counts(pool, counting, 1) == [1]
        await asyncio.sleep(1.6)
        assert await counts(pool, counting, 2) == [2, 1]


async def test_when_nobody_asks_for_it(counting: Path) -> None:
    async with pool_of(LifeLimits(idle_seconds=0.2)) as pool:
        await counts(pool, counting, 1)
        await eventually(lambda: pool.alive == 0)


async def test_when_a_call_leaves_it_large(tmp_path: Path) -> None:
    grow = "grow() { globalThis.held = Buffer.alloc(180 * 2 ** 20, 1); }"
    artifact = write_service(tmp_path / "p", grow + COUNT)
    async with pool_of(LifeLimits(), Limits(memory_bytes=256 * MEBIBYTE)) as pool:
        assert await counts(pool, artifact, 2) == [1, 2]
        await run(pool, artifact, method("grow"))
        assert await counts(pool, artifact, 1) == [1]


async def test_when_a_call_that_fails_leaves_it_large(tmp_path: Path) -> None:
    grow = "grow() { globalThis.held = Buffer.alloc(180 * 2 ** 20, 1); throw new Error('full'); }"
    artifact = write_service(tmp_path / "p", grow + COUNT)
    async with pool_of(LifeLimits(), Limits(memory_bytes=256 * MEBIBYTE)) as pool:
        assert await counts(pool, artifact, 1) == [1]
        with pytest.raises(CallFailed, match="full"):
            await run(pool, artifact, method("grow"))
        assert await counts(pool, artifact, 1) == [1]


async def test_in_one_shot_mode_no_state_survives_a_call(counting: Path) -> None:
    async with pool_of(LifeLimits()) as pool:
        once = replace(spec(counting), one_shot=True)
        for _ in range(3):
            answer = await pool.call(
                "key", once, method("count"), timeout_seconds=10, observer=Listener()
            )
            assert answer.result == 1
        await eventually(lambda: not any(slot.used for slot in pool._slots))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("die() { const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1)); }", WorkerDied),
        ("die() { for (;;); }", CallTimedOut),
        ("die() { fs.writeSync(3, 'x'); fs.writeSync(4, 'x'); for (;;); }", Exception),
    ],
)
async def test_the_end_of_one_never_touches_anothers_call(
    tmp_path: Path, body: str, error: type[Exception]
) -> None:
    slow = "async slow() { await new Promise((done) => setTimeout(done, 1500)); return 'whole'; }"
    bystander = write_service(tmp_path / "slow", slow)
    dying = write_service(tmp_path / "dying", body)
    async with pool_of(LifeLimits(), Limits(memory_bytes=192 * MEBIBYTE)) as pool:
        beside = asyncio.create_task(run(pool, bystander, method("slow"), key="bystander"))
        await asyncio.sleep(0.3)
        with pytest.raises(error):
            await run(pool, dying, method("die"), key="dying", seconds=1)
        assert (await beside).result == "whole"
