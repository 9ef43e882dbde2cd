"""The mutation ``addKnowledge``."""

import strawberry

from app.auth.permission import Permission
from app.knowledge.group_service import NewKnowledge
from schema.access import Needs
from schema.add_knowledge import AddKnowledgeInput, AddKnowledgePayload, AddKnowledgeResult
from schema.context import Info
from schema.errors import AnswersErrors
from schema.knowledge import Knowledge


@strawberry.mutation(
    description="Add a text to what a group knows, to be searched by words and by meaning.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def add_knowledge(
    info: Info,
    input: AddKnowledgeInput,  # noqa: A002 - Relay's name
) -> AddKnowledgeResult:
    """Keep a text."""
    given = NewKnowledge(
        group=str(input.group),
        text=input.text,
        type=input.type,
        source=None if input.source is None else str(input.source),
        labels=input.labels,
        metadata=input.metadata,
    )
    knowledge = await info.context.services.knowledge.add(info.context.caller, given)
    return AddKnowledgePayload(knowledge=Knowledge.of(knowledge))
