"""The mutation ``forgetMemory``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.forget_memory import ForgetMemoryInput, ForgetMemoryPayload, ForgetMemoryResult


@strawberry.mutation(
    description="Forget for good all that plugins kept in an agent's memory: people, rooms, "
    "messages, facts. Steps of its runs stay as events, without what was said.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def forget_memory(info: Info, input: ForgetMemoryInput) -> ForgetMemoryResult:  # noqa: A002 - Relay's name
    """Forget a memory."""
    agent = str(input.agent) if input.agent else None
    memories = info.context.services.memories
    forgotten = await memories.forget(info.context.caller, str(input.group), agent)
    return ForgetMemoryPayload(forgotten=forgotten)
