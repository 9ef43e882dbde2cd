"""Access to what plugins stored in MongoDB."""

import re
from typing import Any

from app.database import Session
from app.host.stored_value import StoredValue
from app.repository import Repository


class StoredValueRepository(Repository[StoredValue]):
    """Values of instances."""

    document = StoredValue

    async def of_key(self, instance: str, key: str) -> StoredValue | None:
        """The value under a key."""
        return await self.first({"instance": instance, "key": key})

    async def put(self, value: StoredValue, session: Session) -> None:
        """Store a value in place of the one under its key."""
        await self.forget(value.instance, value.key, session)
        await self.insert(value, session)

    async def forget(self, instance: str, key: str, session: Session | None = None) -> bool:
        """Remove the value under a key; false when there was none."""
        query = {"instance": instance, "key": key}
        return bool((await self.collection.delete_one(query, session=session)).deleted_count)

    async def forget_all(self, instance: str, session: Session) -> None:
        """Remove all that an instance stored."""
        await self.collection.delete_many({"instance": instance}, session=session)

    async def keys(self, instance: str, prefix: str) -> list[str]:
        """The keys that start so, in order."""
        query = {"instance": instance, "key": {"$regex": f"^{re.escape(prefix)}"}}
        cursor = self.collection.find(query, {"key": 1}).sort("key", 1)
        return [row["key"] async for row in cursor]

    async def size(self, instance: str, without: str, session: Session) -> tuple[int, int]:
        """How many values an instance has, one key left out, and their bytes together."""
        totals: list[dict[str, Any]] = [
            {"$match": {"instance": instance, "key": {"$ne": without}}},
            {"$group": {"_id": None, "count": {"$sum": 1}, "bytes": {"$sum": "$size"}}},
        ]
        cursor = await self.collection.aggregate(totals, session=session)
        async for row in cursor:
            return row["count"], row["bytes"]
        return 0, 0
