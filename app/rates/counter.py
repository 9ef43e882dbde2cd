"""What has been counted against a limit."""

from datetime import datetime
from typing import ClassVar

from beanie import Document
from pydantic import Field
from pymongo import IndexModel


class Counter(Document):
    """The use of one limit by one group, instance or the like; MongoDB removes it in time.

    Attributes:
        hits: when each was, oldest first, where a limit holds for any stretch of its length.
        total: how many there were, where it holds from one moment to another.
    """

    id: str  # type: ignore[assignment] # a limit's name and whose use it is
    hits: list[datetime] = Field(default_factory=list)
    total: int = 0
    expires_at: datetime

    class Settings:
        """Where and how counters are stored."""

        name = "rate_counters"
        indexes: ClassVar = [IndexModel([("expires_at", 1)], expireAfterSeconds=0)]
