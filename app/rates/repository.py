"""Counters in MongoDB, as the strategies of ``limits`` want them.

Its own storage for MongoDB needs another driver. Here each check-and-count is one update of one
document, so simultaneous ones queue up at the primary, whose clock alone counts.
"""

from typing import Any

from limits.aio.storage import MovingWindowSupport, Storage
from pymongo import WriteConcern
from pymongo.read_concern import ReadConcern

from app.database import Database, Row
from app.rates.counter import Counter

_MILLISECONDS = 1_000
_NO_HITS: dict[str, Any] = {"$ifNull": ["$hits", []]}


class CounterRepository(Storage, MovingWindowSupport):
    """Counters shared by every server of a database.

    A write is not held up until a majority has it: when the primary is lost, the hits of its last
    moments may be forgiven.
    """

    STORAGE_SCHEME = None

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._counters = database.collection(Counter).with_options(
            write_concern=WriteConcern(1), read_concern=ReadConcern("local")
        )

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """None is wrapped: the driver's pass as they are."""
        return ()

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount`` hits, unless the last ``expiry`` seconds would then have too many."""
        fits = {"$lte": [{"$add": [{"$size": "$hits"}, amount]}, limit]}
        more = {"$concatArrays": ["$hits", ["$$NOW"] * amount]}
        counted = await self._update(
            key,
            {"hits": _recent(expiry)},
            {"taken": fits},
            {"hits": {"$cond": ["$taken", more, "$hits"]}, "expires_at": _after(expiry)},
            show="taken",
        )
        return bool(counted["taken"])

    async def release_entry(self, key: str) -> None:
        """Take the latest hit back: what it was counted for did not happen."""
        await self._counters.update_one({"_id": key}, {"$pop": {"hits": 1}})

    async def get_moving_window(
        self,
        key: str,
        limit: int,  # noqa: ARG002 - as limits declares it
        expiry: int,
    ) -> tuple[float, int]:
        """When the oldest of the last ``expiry`` seconds' hits was, and how many there were."""
        window = {
            "start": {"$ifNull": [{"$first": _recent(expiry)}, "$$NOW"]},
            "size": {"$size": _recent(expiry)},
        }
        row = await self._counters.find_one({"_id": key}, window)
        return (row["start"].timestamp(), row["size"]) if row else (0.0, 0)

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add ``amount``, which may be negative, and return the sum of the window."""
        begun = {"$gt": ["$expires_at", "$$NOW"]}  # not so where there is no counter yet
        counted = await self._update(
            key,
            {
                "total": {"$add": [{"$cond": [begun, "$total", 0]}, amount]},
                "expires_at": {"$cond": [begun, "$expires_at", _after(expiry)]},
            },
            show="total",
        )
        return int(counted["total"])

    async def get(self, key: str) -> int:
        """The sum of the window."""
        row = await self._counters.find_one(
            {"_id": key, "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
        )
        return int(row["total"]) if row else 0

    async def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970; 0.0: there is none."""
        row = await self._counters.find_one({"_id": key}, {"expires_at": 1})
        return row["expires_at"].timestamp() if row else 0.0

    async def check(self) -> bool:
        """Whether the primary answers; if not, the driver's error says why."""
        await self._database.ping()
        return True

    async def reset(self) -> int:
        """Forget every counter, and return how many there were."""
        return (await self._counters.delete_many({})).deleted_count

    async def clear(self, key: str) -> None:
        """Forget one counter."""
        await self._counters.delete_one({"_id": key})

    async def _update(self, key: str, *stages: dict[str, Any], show: str) -> Row:
        row = await self._counters.find_one_and_update(
            {"_id": key},
            [{"$set": stage} for stage in stages],
            projection={show: 1},
            upsert=True,
            return_document=True,
        )
        if row is None:
            raise LookupError(key)
        return row


def _recent(seconds: int) -> dict[str, Any]:
    since = {"$subtract": ["$$NOW", seconds * _MILLISECONDS]}
    return {"$filter": {"input": _NO_HITS, "cond": {"$gt": ["$$this", since]}}}


def _after(seconds: int) -> dict[str, Any]:
    return {"$add": ["$$NOW", seconds * _MILLISECONDS]}
