"""One report of a job."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.record import Record, now

KEPT = timedelta(days=30)


class Entry(Record):
    """The ``seq``-th thing that the job ``subject`` reported, counted from 0.

    Attributes:
        data: what the kind of job reports; its service says what.
        final: nothing comes after it.
    """

    kind: ClassVar[Kind] = Kind.ENTRY

    subject: str
    seq: int = Field(ge=0)
    at: datetime = Field(default_factory=now)
    data: dict[str, Any]
    final: bool = False

    @property
    def cursor_position(self) -> list[Any]:
        """Where this entry stands in its subject's journal."""
        return [self.seq, self.subject]

    class Settings:
        """Where and how entries are stored."""

        name = "journal"
        indexes: ClassVar = [
            IndexModel([("subject", 1), ("seq", 1)], unique=True),
            IndexModel([("at", 1)], expireAfterSeconds=int(KEPT.total_seconds())),
        ]
