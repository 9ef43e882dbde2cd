"""Timing things that are awaited."""

from collections.abc import Awaitable, Callable
from time import perf_counter


async def seconds_of(work: Callable[[], Awaitable[object]]) -> float:
    """How long one run takes."""
    started = perf_counter()
    await work()
    return perf_counter() - started


async def timed(work: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """How long each of several runs takes, one after the other."""
    return [await seconds_of(work) for _ in range(times)]
