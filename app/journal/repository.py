"""Access to journal entries in MongoDB."""

from typing import Any

from app.journal.entry import Entry
from app.pagination import Order, Page, Window, decode_cursor, encode_cursor
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

    async def log_page(self, subject: str, window: Window) -> Page[dict[str, Any]]:
        """One page of the log lines among what a subject reported.

        Raises:
            InvalidInput: the cursor in ``window`` is none of ours.
        """
        position = decode_cursor(window.after) if window.after else [0, subject]
        skipped = max(0, position[0]) if isinstance(position[0], int) else 0
        lines: list[dict[str, Any]] = [
            {"$match": {"subject": subject, "data.logs.0": {"$exists": True}}},
            {"$sort": {"seq": 1}},
            {"$unwind": "$data.logs"},
            {"$replaceRoot": {"newRoot": "$data.logs"}},
        ]
        shown = [{"$skip": skipped}, {"$limit": window.first + 1}]
        found = await (await self.collection.aggregate([*lines, *shown])).to_list()
        items = [
            (encode_cursor([skipped + number, subject]), line)
            for number, line in enumerate(found[: window.first], start=1)
        ]

        async def count() -> int:
            counted = await self.collection.aggregate([*lines, {"$count": "lines"}])
            return sum([row["lines"] async for row in counted])

        return Page(items, len(found) > window.first, skipped > 0, count)
