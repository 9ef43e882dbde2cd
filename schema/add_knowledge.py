"""Input and result of ``addKnowledge``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from app.knowledge.group_labels import MAX_CHARACTERS, MAX_LABELS
from app.knowledge.group_service import DOCUMENT, MAX_TEXT
from app.ontology.values import MAX_DEPTH, MAX_OBJECT_BYTES
from schema.access import covered
from schema.errors import InvalidInput, LimitReached, NotAllowed, NotFound, Unauthenticated
from schema.knowledge import Knowledge


@strawberry.input(description="A text for a group's knowledge.")
class AddKnowledgeInput:
    """The input of ``addKnowledge``."""

    group: strawberry.ID = strawberry.field(description="The group that shall know it.")
    text: str = strawberry.field(description=f"1 to {MAX_TEXT} characters, not all blank.")
    type: str = strawberry.field(default=DOCUMENT, description="document or label.")
    source: strawberry.ID | None = strawberry.field(
        default=None,
        description="What it tells about: a thing or author of the public catalogue, a thing or "
        "member of the group, or the group itself.",
    )
    labels: list[str] = strawberry.field(
        default_factory=list,
        description=f"{MAX_LABELS} at most, each of 1 to {MAX_CHARACTERS} characters; kept in "
        "lower case.",
    )
    metadata: JSON | None = strawberry.field(
        default=None,
        description=f"An object of up to {MAX_OBJECT_BYTES} bytes and {MAX_DEPTH} levels.",
    )


@covered
@strawberry.type(description="Words find it now, its meaning in a moment.")
class AddKnowledgePayload:
    """The payload of ``addKnowledge``."""

    knowledge: Knowledge = strawberry.field(description="What was added.")


AddKnowledgeResult: TypeAlias = Annotated[
    AddKnowledgePayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | LimitReached,
    strawberry.union("AddKnowledgeResult", description="The knowledge, or why nothing changed."),
]
