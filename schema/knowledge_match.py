"""What a search in a group's knowledge finds."""

from typing import Self

import strawberry

from app.knowledge.group_search import KnowledgeMatch as MatchRecord
from schema.access import covered
from schema.knowledge import Knowledge


@covered
@strawberry.type(description="Knowledge that fits a search.")
class KnowledgeMatch:
    """An entry with its best passage."""

    knowledge: Knowledge = strawberry.field(description="The whole text.")
    score: float = strawberry.field(description="How well it fits, 0 to 1.")
    passage: str = strawberry.field(description="The part of the text that fits best.")

    @classmethod
    def of(cls, record: MatchRecord) -> Self:
        """The API's view of a match."""
        return cls(
            knowledge=Knowledge.of(record.knowledge), score=record.score, passage=record.passage
        )
