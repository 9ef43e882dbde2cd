"""What a provider said, kept for a while."""

from datetime import datetime
from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.packed import Packed
from app.record import TimedRecord


class ProviderResult(TimedRecord):
    """The last answer to one question.

    Attributes:
        key: tells the question from others of the instance.
        execution: id of the execution that asked.
        knowledge: id of the group's entry by which search finds it; None: it has no text.
        expires_at: until when it answers.
    """

    kind: ClassVar[Kind] = Kind.RESULT

    group: str
    instance: str
    key: str
    execution: str
    result: Packed
    callbacks: Packed
    knowledge: str | None = None
    expires_at: datetime

    class Settings:
        """Where and how they are stored."""

        name = "provider_results"
        indexes: ClassVar = [
            IndexModel([("instance", 1), ("key", 1)], unique=True),
            IndexModel([("expires_at", 1)]),
        ]
