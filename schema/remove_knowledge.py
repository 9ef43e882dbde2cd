"""Input and result of ``removeKnowledge``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated


@strawberry.input(description="What to remove.")
class RemoveKnowledgeInput:
    """The input of ``removeKnowledge``."""

    knowledge: strawberry.ID = strawberry.field(description="A document or label of a group.")


@covered
@strawberry.type(description="It is found no longer, by words or by meaning.")
class RemoveKnowledgePayload:
    """The payload of ``removeKnowledge``."""

    id: strawberry.ID = strawberry.field(description="The id that it had.")


RemoveKnowledgeResult: TypeAlias = Annotated[
    RemoveKnowledgePayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("RemoveKnowledgeResult", description="What is gone, or why nothing changed."),
]
