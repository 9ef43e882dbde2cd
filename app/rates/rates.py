"""Counting what is done against its limit, and taking that back when it is not done."""

import math
import time
from contextlib import AsyncExitStack

from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from app.database import Database
from app.rates.limit import Limit
from app.rates.repository import CounterRepository


class Rates:
    """Asks and counts in one round trip, so that simultaneous calls never exceed a limit.

    A hit is taken back when ``refund`` closes: call its ``pop_all`` once what was counted is done.
    """

    def __init__(self, database: Database) -> None:
        self._counters = CounterRepository(database)
        self._moving = MovingWindowRateLimiter(self._counters)
        self._fixed = FixedWindowRateLimiter(self._counters)

    async def take(self, limit: Limit, key: str, refund: AsyncExitStack) -> bool:
        """Count one, unless any stretch of the limit's length would then have too many."""
        taken = await self._moving.hit(limit, key)
        if taken:
            refund.push_async_callback(self._counters.release_entry, limit.key_for(key))
        return taken

    async def seconds_to_wait(self, limit: Limit, key: str) -> int:
        """How long until ``take`` counts one again; at least a second."""
        stats = await self._moving.get_window_stats(limit, key)
        return min(limit.get_expiry(), max(1, math.ceil(stats.reset_time - time.time())))

    async def take_of(self, window: str, limit: Limit, key: str, refund: AsyncExitStack) -> bool:
        """Count one of ``window``, such as a date, unless that would be too many of it."""
        taken = await self._fixed.hit(limit, key, window)
        if taken:
            refund.push_async_callback(self._give_back, limit, key, window)
        else:
            await self._give_back(limit, key, window)
        return taken

    async def _give_back(self, limit: Limit, key: str, window: str) -> None:
        await self._fixed.hit(limit, key, window, cost=-1)
