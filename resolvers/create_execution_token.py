"""The mutation ``createExecutionToken``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.create_execution_token import (
    CreateExecutionTokenInput,
    CreateExecutionTokenPayload,
    CreateExecutionTokenResult,
)
from schema.errors import AnswersErrors


@strawberry.mutation(
    description="Make a short-lived token that calls some capabilities of one instance by "
    "`POST /execute`. It acts as you, with the rights that you have at each call.",
    extensions=[Needs(Permission.EXECUTE), AnswersErrors()],
)
async def create_execution_token(
    info: Info,
    input: CreateExecutionTokenInput,  # noqa: A002 - Relay's name
) -> CreateExecutionTokenResult:
    """Make a token."""
    made = await info.context.services.execution_tokens.create(
        info.context.caller, str(input.instance), input.actions, input.seconds
    )
    return CreateExecutionTokenPayload(token=made.token, expires_at=made.expires_at)
