"""Input and result of ``labelKnowledge``."""

from typing import Annotated, TypeAlias

import strawberry

from app.knowledge.group_labels import MAX_CHARACTERS, MAX_LABELS
from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.knowledge import Knowledge


@strawberry.input(description="What to change.")
class LabelKnowledgeInput:
    """The input of ``labelKnowledge``."""

    knowledge: strawberry.ID = strawberry.field(description="A document or label of a group.")
    add: list[str] = strawberry.field(
        default_factory=list,
        description=f"Labels to add, each of 1 to {MAX_CHARACTERS} characters; with those it has "
        f"{MAX_LABELS} at most.",
    )
    remove: list[str] = strawberry.field(
        default_factory=list,
        description=f"Labels to remove, {MAX_LABELS} at most; this comes first.",
    )


@covered
@strawberry.type(description="The knowledge with its new labels.")
class LabelKnowledgePayload:
    """The payload of ``labelKnowledge``."""

    knowledge: Knowledge = strawberry.field(description="The knowledge as it is now.")


LabelKnowledgeResult: TypeAlias = Annotated[
    LabelKnowledgePayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("LabelKnowledgeResult", description="The knowledge, or why nothing changed."),
]
