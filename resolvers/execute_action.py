"""The mutation ``executeAction``."""

import strawberry

from app.auth.permission import Permission
from app.execution.request import ExecutionRequest
from schema.access import Needs
from schema.context import Info
from schema.enums import CapabilityKind
from schema.errors import AnswersErrors
from schema.execute_action import ExecuteActionInput, ExecuteActionPayload, ExecuteActionResult
from schema.execution import Execution


@strawberry.mutation(
    description="Call a capability of an active instance in an isolated process. A plugin's own "
    "failure is a payload, not an error.",
    extensions=[Needs(Permission.EXECUTE), AnswersErrors()],
)
async def execute_action(
    info: Info,
    input: ExecuteActionInput,  # noqa: A002 - Relay's name
) -> ExecuteActionResult:
    """Queue an execution, and wait for its end when asked to."""
    executions = info.context.services.executions
    execution = await executions.execute(info.context.caller, _request(input))
    if input.wait:
        execution = await executions.ended(execution)
    return ExecuteActionPayload(execution=Execution.of(execution))


def _request(given: ExecuteActionInput) -> ExecutionRequest:
    return ExecutionRequest(
        instance=str(given.instance),
        capability=given.kind or CapabilityKind.ACTION,
        name=given.name,
        method=given.method,
        params=given.params,
        args=given.args,
        text=given.text,
        agent=given.agent,
        timeout_ms=given.timeout_ms,
        priority=given.priority or 0,
        fresh=bool(given.fresh),
        idempotency_key=given.idempotency_key,
    )
