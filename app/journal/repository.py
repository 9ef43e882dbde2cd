"""Access to journal entries in MongoDB."""

from collections.abc import Sequence

from app.database import Row
from app.journal.entry import Entry
from app.pagination import Order
from app.repository import Repository

_IN_ORDER = Order("seq")


class JournalRepository(Repository[Entry]):
    """Journal entries of all jobs."""

    document = Entry

    async def after(self, subject: str, seq: int) -> list[Entry]:
        """What ``subject`` reported after ``seq``, in order."""
        return await self.find({"subject": subject, "seq": {"$gt": seq}}, _IN_ORDER)

    async def last(self, subject: str) -> Entry | None:
        """The latest report of ``subject``."""
        return await self.first({"subject": subject}, Order("seq", descending=True))

    async def log_lines(
        self, subjects: Sequence[str], skipped: int, limit: int
    ) -> dict[str, list[Row]]:
        """Lines of what several subjects logged, in one round trip."""
        lines = [*_LINES, {"$skip": skipped}, {"$limit": limit}]
        found: dict[str, list[Row]] = {subject: [] for subject in subjects}
        for row in await self.database.aggregate(self._of(subjects, lines)):
            found[row["_id"]].append(row["line"])
        return found

    async def log_lengths(self, subjects: Sequence[str]) -> dict[str, int]:
        """How many lines each of several subjects logged."""
        counted = self._of(subjects, [*_LINES, {"$count": "lines"}])
        return {row["_id"]: row["line"]["lines"] for row in await self.database.aggregate(counted)}

    def _of(self, subjects: Sequence[str], pipeline: list[Row]) -> list[Row]:
        joined = {
            "from": self.collection.name,
            "localField": "_id",
            "foreignField": "subject",
            "pipeline": pipeline,
            "as": "line",
        }
        return [
            {"$documents": [{"_id": subject} for subject in subjects]},
            {"$lookup": joined},
            {"$unwind": "$line"},
        ]


_LINES: list[Row] = [
    {"$match": {"data.logs.0": {"$exists": True}}},
    {"$sort": {"seq": 1}},
    {"$unwind": "$data.logs"},
    {"$replaceRoot": {"newRoot": "$data.logs"}},
]
