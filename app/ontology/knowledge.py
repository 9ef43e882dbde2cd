"""Knowledge: texts, passages and labels, with the vectors kept in Qdrant."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.ontology import vocabulary
from app.record import TimedRecord

KnowledgeType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.KNOWLEDGE_TYPES))
]


class Knowledge(TimedRecord):
    """A text about something.

    Attributes:
        source: id of the thing it tells about.
        group: the tenant it belongs to; None: the public catalogue.
    """

    kind: ClassVar[Kind] = Kind.KNOWLEDGE

    type: KnowledgeType
    text: str | None = None
    source: str | None = None
    group: str | None = None
    labels: list[str] = Field(default_factory=list)
    metadata: dict[str, Any] = Field(default_factory=dict)

    class Settings:
        """Where and how knowledge is stored."""

        name = "knowledge"
        indexes: ClassVar = [
            IndexModel([("source", 1), ("type", 1), ("_id", 1)]),
            IndexModel([("group", 1), ("type", 1), ("_id", 1)]),
        ]
