"""A plugin's own SQL database, as it was after the last call that changed it."""

from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.record import TimedRecord


class KeptDatabase(TimedRecord):
    """The database of one instance for one agent, or for the group where no agent was named.

    Attributes:
        scope: id of the agent or the group.
        version: grows with each change.
        content: made and read by the worker alone.
        size: its bytes.
    """

    kind: ClassVar[Kind] = Kind.DATABASE

    group: str
    instance: str
    scope: str
    version: int = 1
    content: bytes
    size: int

    class Settings:
        """Where and how they are stored."""

        name = "plugin_databases"
        indexes: ClassVar = [IndexModel([("instance", 1), ("scope", 1)], unique=True)]
