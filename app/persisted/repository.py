"""Persisted operations in MongoDB, bounded in number."""

from app.database import Database
from app.persisted.operation import PersistedOperation
from app.repository import Query, Repository

_OLDEST_FIRST = ("expires_at", 1)


class PersistedOperationRepository(Repository[PersistedOperation]):
    """Keeps the latest of each caller; all strangers together are one caller."""

    document = PersistedOperation

    def __init__(self, database: Database, per_caller: int, in_total: int) -> None:
        """Keep at most so many of one caller, and so many of all of them."""
        super().__init__(database)
        self._per_caller = per_caller
        self._in_total = in_total

    async def text(self, given: str) -> str | None:
        """The document whose hash is ``given``, or None."""
        found = await self.get(given)
        return found.document if found else None

    async def register(self, given: str, document: str, owner: str | None) -> None:
        """Store a document, or keep it for longer; the oldest make room."""
        fresh = PersistedOperation(id=given, document=document, owner=owner)
        await self.collection.update_one(
            {"_id": given},
            {
                "$setOnInsert": {"document": document, "owner": owner},
                "$max": {"expires_at": fresh.expires_at},
            },
            upsert=True,
        )
        await self._trim({"owner": owner}, await self.count({"owner": owner}) - self._per_caller)
        await self._trim({}, await self.collection.estimated_document_count() - self._in_total)

    async def _trim(self, query: Query, excess: int) -> None:
        if excess <= 0:
            return
        oldest = self.collection.find(query, {"_id": 1}, sort=[_OLDEST_FIRST], limit=excess)
        await self.collection.delete_many({"_id": {"$in": [row["_id"] async for row in oldest]}})
