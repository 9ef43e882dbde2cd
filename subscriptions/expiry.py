"""The end of a token, awaited by what stays connected."""

import asyncio
from datetime import UTC, datetime

_LONGEST_SLEEP = 3600.0  # seconds; the clock is looked at again, should it have been set


async def expiry(moment: datetime | None) -> None:
    """Return when ``moment`` has come; None: never."""
    while moment is None or moment > datetime.now(UTC):
        left = _LONGEST_SLEEP if moment is None else (moment - datetime.now(UTC)).total_seconds()
        await asyncio.sleep(min(max(left, 0.0), _LONGEST_SLEEP))
