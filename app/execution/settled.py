"""Waiting for several things to end, whatever comes of them."""

import asyncio
from collections.abc import Awaitable


async def settled(*works: Awaitable[None]) -> None:
    """Do all at once, to the end of each; only then raise the first one's error, if any.

    ``asyncio.gather`` raises while the others still run.
    """
    for outcome in await asyncio.gather(*works, return_exceptions=True):
        if outcome is not None:
            raise outcome
