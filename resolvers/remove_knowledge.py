"""The mutation ``removeKnowledge``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.remove_knowledge import (
    RemoveKnowledgeInput,
    RemoveKnowledgePayload,
    RemoveKnowledgeResult,
)


@strawberry.mutation(
    description="Remove a group's document or label for good, with all its passages.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def remove_knowledge(
    info: Info,
    input: RemoveKnowledgeInput,  # noqa: A002 - Relay's name
) -> RemoveKnowledgeResult:
    """Forget a text."""
    gone = await info.context.services.knowledge.remove(info.context.caller, str(input.knowledge))
    return RemoveKnowledgePayload(id=strawberry.ID(gone.id))
