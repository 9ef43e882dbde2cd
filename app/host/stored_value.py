"""Something that a plugin stored."""

from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.packed import Packed
from app.record import TimedRecord


class StoredValue(TimedRecord):
    """One value of an instance, under its key.

    Attributes:
        size: bytes of the value as it is stored.
    """

    kind: ClassVar[Kind] = Kind.STORED

    group: str
    instance: str
    key: str
    value: Packed
    size: int

    class Settings:
        """Where and how they are stored."""

        name = "stored_values"
        indexes: ClassVar = [IndexModel([("instance", 1), ("key", 1)], unique=True)]
