"""The key of a group, wrapped under the master key."""

from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.record import TimedRecord


class DataKey(TimedRecord):
    """One group's key.

    Attributes:
        master: id of the master key that wraps it.
        wrapped: nonce and ciphertext.
    """

    kind: ClassVar[Kind] = Kind.DATA_KEY

    group: str
    master: str
    wrapped: bytes

    class Settings:
        """Where and how they are stored."""

        name = "data_keys"
        indexes: ClassVar = [IndexModel([("group", 1)], unique=True), IndexModel([("master", 1)])]
