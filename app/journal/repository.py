"""Access to journal entries in MongoDB."""

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
