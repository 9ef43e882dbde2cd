"""The mutation ``labelKnowledge``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.knowledge import Knowledge
from schema.label_knowledge import LabelKnowledgeInput, LabelKnowledgePayload, LabelKnowledgeResult


@strawberry.mutation(
    description="Remove labels from a group's document or label, then add others.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def label_knowledge(
    info: Info,
    input: LabelKnowledgeInput,  # noqa: A002 - Relay's name
) -> LabelKnowledgeResult:
    """Change labels."""
    knowledge = await info.context.services.knowledge.label(
        info.context.caller, str(input.knowledge), input.add, input.remove
    )
    return LabelKnowledgePayload(knowledge=Knowledge.of(knowledge))
