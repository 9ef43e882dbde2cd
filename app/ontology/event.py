"""Events: facts, written in the transaction that made them true."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.ontology.agent_row import ROW_INDEXES, AgentRow
from app.ontology.event_type import RIGHTS_EVENTS, EventType
from app.record import Record, now


class Event(Record):
    """Something that happened. Never changed, never removed.

    Attributes:
        actor: id of who did it; None: the server itself.
        target: id of what it happened to.
        group: the tenant it belongs to; None: the public catalogue.
    """

    kind: ClassVar[Kind] = Kind.EVENT

    type: EventType
    actor: str | None = None
    target: str | None = None
    group: str | None = None
    at: datetime = Field(default_factory=now)
    metadata: dict[str, Any] = Field(default_factory=dict)
    agent_row: AgentRow | None = None

    class Settings:
        """Where and how events are stored."""

        name = "events"
        indexes: ClassVar = [
            *ROW_INDEXES,
            IndexModel([("group", 1), ("_id", -1)]),
            IndexModel([("group", 1), ("type", 1), ("_id", -1)]),
            IndexModel([("target", 1), ("group", 1), ("_id", -1)]),
            IndexModel([("actor", 1), ("group", 1), ("_id", -1)]),
        ]


def listeners(row: Mapping[str, Any]) -> list[str]:
    """Who listens for a stored event: its group, and the person whose rights it changes."""
    person = row["metadata"].get("person") if row["type"] in RIGHTS_EVENTS else None
    return [str(row["group"]), *([str(person)] if person else [])]
