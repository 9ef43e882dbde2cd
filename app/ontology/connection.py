"""Connections: how things, people and groups relate."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.ontology import vocabulary
from app.ontology.agent_row import ROW_INDEXES, AgentRow
from app.record import TimedRecord

ConnectionType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.CONNECTION_TYPES))
]


class Connection(TimedRecord):
    """One directed relation; ``source`` and ``target`` are ids of any dimension.

    Attributes:
        group: the tenant it belongs to; None: the public catalogue.
        strength: 0 to 1 where the relation has a weight.
    """

    kind: ClassVar[Kind] = Kind.CONNECTION

    type: ConnectionType
    source: str
    target: str
    group: str | None = None
    strength: float | None = Field(None, ge=0, le=1)
    metadata: dict[str, Any] = Field(default_factory=dict)
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    agent_row: AgentRow | None = None

    class Settings:
        """Where and how connections are stored."""

        name = "connections"
        indexes: ClassVar = [
            *ROW_INDEXES,
            IndexModel([("source", 1), ("type", 1), ("target", 1), ("group", 1)], unique=True),
            IndexModel([("source", 1), ("group", 1), ("_id", 1)]),
            IndexModel([("source", 1), ("group", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("target", 1), ("group", 1), ("_id", 1)]),
            IndexModel([("target", 1), ("group", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("target", 1), ("type", 1), ("_id", 1)]),
        ]
