"""Knowledge: texts, passages and labels, with the vectors kept in Qdrant."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pymongo import TEXT, IndexModel

from app.identifiers import Kind
from app.ontology import vocabulary
from app.ontology.agent_row import ROW_INDEXES, AgentRow
from app.record import TimedRecord

KnowledgeType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.KNOWLEDGE_TYPES))
]


class Knowledge(TimedRecord):
    """A text about something.

    Attributes:
        source: id of the node it tells about; that of a group's ``chunk`` is its document.
        group: the tenant it belongs to; None: the public catalogue.
        metadata: a ``chunk`` has its ``field`` and ``ordinal``, and once its vector is stored the
            model's name: ``embedded``. One that stands for the whole thing also has the ``heading``
            and ``names`` to find that by, and its state that was described: ``as_of``.
            A ``vector_only`` is what is left of a chunk until its vector is removed. That of
            a group's ``document`` is its people's own.
    """

    kind: ClassVar[Kind] = Kind.KNOWLEDGE

    type: KnowledgeType
    text: str | None = None
    source: str | None = None
    group: str | None = None
    labels: list[str] = Field(default_factory=list)
    metadata: dict[str, Any] = Field(default_factory=dict)
    agent_row: AgentRow | None = None

    class Settings:
        """Where and how knowledge is stored."""

        name = "knowledge"
        indexes: ClassVar = [
            *ROW_INDEXES,
            IndexModel([("source", 1), ("group", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("labels", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("type", 1), ("metadata.embedded", 1), ("created_at", -1), ("group", 1)]),
            IndexModel([("metadata.names", 1)], sparse=True),
            IndexModel(
                [("group", 1), ("text", TEXT), ("metadata.heading", TEXT)],
                name="words",
                weights={"text": 1, "metadata.heading": 5},
                default_language="english",
                language_override="text_language",  # any metadata may have a field "language"
                partialFilterExpression={"type": "chunk"},
            ),
        ]
