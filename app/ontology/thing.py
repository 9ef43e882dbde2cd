"""Things: plugins, their instances, agents, content, and all else that has a name."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.indexes import unique_if_set
from app.ontology import vocabulary
from app.ontology.agent_row import ROW_INDEXES, AgentRow
from app.record import TimedRecord

ARCHIVED = "archived"
MAX_NAME = 214  # as long as an npm name may be

ThingType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.THING_TYPES))
]
ThingStatus = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.THING_STATUSES))
]


class ThingRecord(TimedRecord):
    """What things of every type have; subclasses shape ``properties``.

    Attributes:
        group: the tenant that owns it; None: the public catalogue.
        unique_key: held by one living thing at a time, freed when it ends.
    """

    kind: ClassVar[Kind] = Kind.THING

    type: ThingType
    name: str = Field(min_length=1, max_length=MAX_NAME)
    status: ThingStatus = "active"
    group: str | None = None
    unique_key: str | None = None


class Thing(ThingRecord):
    """An entity of any of the ontology's types."""

    properties: dict[str, Any] = Field(default_factory=dict)
    agent_row: AgentRow | None = None

    class Settings:
        """Where and how things are stored."""

        name = "things"
        indexes: ClassVar = [
            *ROW_INDEXES,
            IndexModel([("group", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("status", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("properties.state", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("name", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("properties.install_count", -1), ("_id", -1)]),
            IndexModel([("group", 1), ("type", 1), ("properties.published_at", -1), ("_id", -1)]),
            IndexModel([("type", 1), ("properties.category", 1), ("_id", 1)]),
            IndexModel([("properties.agents", 1)], sparse=True),
            IndexModel([("properties.artifact", 1)], sparse=True),
            IndexModel(
                [("properties.resident", 1)],
                partialFilterExpression={"properties.resident": True},
            ),
            unique_if_set("unique_key"),
        ]
