"""What a search in a group's knowledge finds."""

import strawberry

from schema.access import covered
from schema.knowledge import Knowledge


@covered
@strawberry.type(description="Knowledge that fits a search.")
class KnowledgeMatch:
    """An entry with its best passage."""

    knowledge: Knowledge = strawberry.field(description="The whole text.")
    score: float = strawberry.field(description="How well it fits, 0 to 1.")
    passage: str = strawberry.field(description="The part of the text that fits best.")
