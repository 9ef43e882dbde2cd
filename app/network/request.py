"""A request that a plugin made, or tried to make."""

from datetime import datetime
from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.journal.entry import KEPT
from app.record import Record


class NetworkRequest(Record):
    """One request; see ``sandbox.egress.record.NetworkRecord``.

    Attributes:
        bytes: both ways together.
        secrets: keys of those that were put in.
    """

    kind: ClassVar[Kind] = Kind.REQUEST

    group: str
    execution: str
    at: datetime
    method: str
    url: str
    status: int | None
    bytes: int
    allowed: bool
    reason: str | None
    secrets: list[str]

    class Settings:
        """Where and how they are stored: a month, as log lines are."""

        name = "network_requests"
        indexes: ClassVar = [
            IndexModel([("execution", 1), ("_id", 1)]),
            IndexModel([("at", 1)], expireAfterSeconds=int(KEPT.total_seconds())),
        ]
