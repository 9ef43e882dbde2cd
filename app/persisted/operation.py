"""A document that a client registered under its hash."""

from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.record import Record, now

KEPT = timedelta(days=30)


def _expiry() -> datetime:
    return now() + KEPT


class PersistedOperation(Record):
    """A valid document; its id is the SHA-256 of its text, in hex.

    Attributes:
        owner: who registered it first; None: a stranger.
        expires_at: when it is forgotten, unless somebody registers it again.
    """

    document: str
    owner: str | None
    expires_at: datetime = Field(default_factory=_expiry)

    class Settings:
        """Where and how persisted operations are stored."""

        name = "persisted_operations"
        indexes: ClassVar = [
            IndexModel([("owner", 1), ("expires_at", 1)]),
            IndexModel([("expires_at", 1)], expireAfterSeconds=0),
        ]
