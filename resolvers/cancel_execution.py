"""The mutation ``cancelExecution``."""

import strawberry

from schema.cancel_execution import (
    CancelExecutionInput,
    CancelExecutionPayload,
    CancelExecutionResult,
)
from schema.context import Info
from schema.errors import AnswersErrors
from schema.execution import Execution


@strawberry.mutation(
    description="Stop an execution; its process is killed. Needs ORG_OWNER or ORG_USER.",
    extensions=[AnswersErrors()],
)
async def cancel_execution(
    info: Info,
    input: CancelExecutionInput,  # noqa: A002 - Relay's name
) -> CancelExecutionResult:
    """Cancel an execution."""
    executions = info.context.services.executions
    execution = await executions.cancel(info.context.principal, str(input.execution))
    return CancelExecutionPayload(execution=Execution.of(execution))
