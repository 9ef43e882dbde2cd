"""A secret of an instance, encrypted."""

from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.record import TimedRecord


class StoredSecret(TimedRecord):
    """One secret.

    Attributes:
        sealed: nonce and ciphertext, under the group's key.
        hosts: where its value may go; without any, the plugin gets it.
        positions: where in a request it may stand.
    """

    kind: ClassVar[Kind] = Kind.SECRET

    group: str
    instance: str
    key: str
    sealed: bytes
    hosts: list[str]
    positions: list[str]

    @property
    def context(self) -> str:
        """What it is sealed for."""
        return context_of(self.group, self.instance, self.key)

    class Settings:
        """Where and how they are stored."""

        name = "secrets"
        indexes: ClassVar = [IndexModel([("instance", 1), ("key", 1)], unique=True)]


def context_of(group: str, instance: str, key: str) -> str:
    """What a secret is sealed for: moved to another place it does not open."""
    return f"{group}/{instance}/{key}"
