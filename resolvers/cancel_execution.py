"""The mutation ``cancelExecution``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.cancel_execution import (
    CancelExecutionInput,
    CancelExecutionPayload,
    CancelExecutionResult,
)
from schema.context import Info
from schema.errors import AnswersErrors
from schema.execution import Execution


@strawberry.mutation(
    description="Stop an execution; its process is killed.",
    extensions=[Needs(Permission.EXECUTE), AnswersErrors()],
)
async def cancel_execution(
    info: Info,
    input: CancelExecutionInput,  # noqa: A002 - Relay's name
) -> CancelExecutionResult:
    """Cancel an execution."""
    executions = info.context.services.executions
    execution = await executions.cancel(info.context.caller, str(input.execution))
    return CancelExecutionPayload(execution=Execution.of(execution))
