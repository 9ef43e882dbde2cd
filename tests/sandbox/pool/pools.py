"""Pools for tests, and plugins that show which process answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sandbox.limits import Limits
from sandbox.pool.life import LifeLimits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json
from tests.sandbox.plugins import Listener, method, spec, write_service

METHODS = """
    who() { return globalThis.me ??= Math.random(); }
    count() { return globalThis.n = (globalThis.n ?? 0) + 1; }
    async sleep(ms) { await new Promise((done) => setTimeout(done, ms)); return this.who(); }
"""


@asynccontextmanager
async def pool_of(size: int, life: LifeLimits | None = None) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(), size=size, life=life or LifeLimits())
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def sample(folder: Path, preamble: str = "") -> Path:
    return write_service(folder / "sample", METHODS, preamble)


async def ask(
    pool: WorkerPool,
    artifact: Path,
    name: str,
    *args: object,
    key: str = "key",
    account: str = "",
    one_shot: bool = False,
    listener: Listener | None = None,
) -> Json:
    """Call a method for an account, and give its result."""
    answer = await pool.call(
        key,
        replace(spec(artifact), one_shot=one_shot),
        method(name, *args),
        timeout_seconds=10,
        observer=listener or Listener(),
        account=account,
    )
    return answer.result


def idle(pool: WorkerPool, key: str = "key") -> int:
    return sum(slot.idle for slot in pool._slots.of(key))


async def served(calls: dict[str, "asyncio.Task[Json]"]) -> list[str]:
    """Names of calls in the order in which they end."""
    order: list[str] = []
    for name, call in calls.items():
        call.add_done_callback(lambda _, name=name: order.append(name))  # type: ignore[misc]
    await asyncio.gather(*calls.values())
    return order
