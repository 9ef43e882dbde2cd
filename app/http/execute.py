"""``POST /execute``: one call of a plugin for programs that do not speak GraphQL."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.auth.caller import Caller
from app.auth.execution_tokens import ExecutionScope
from app.auth.permission import Permission
from app.errors import InvalidInput, NotAllowed, OneGraphError
from app.execution.execution import Execution, ExecutionState
from app.execution.request import ExecutionRequest
from app.http.execute_body import read_body
from app.http.refusals import refusal
from app.packed import unpack
from app.services import Services

_MOST_LINES = 1_000


def execute_route(services: Callable[[], Services]) -> Route:
    """``/execute``: 200 once the execution has ended, whatever its end."""

    async def execute(request: Request) -> Response:
        try:
            return await _execute(services(), request)
        except OneGraphError as error:
            return refusal(error)

    return Route("/execute", execute, methods=["POST"])


async def _execute(services: Services, request: Request) -> Response:
    authorization = request.headers.get("authorization")
    principal, scope = await services.auth.authenticate_execution(authorization)
    wanted = read_body(await request.body())
    _check_scope(scope, wanted)
    execution = await services.executions.execute(Caller(principal, Permission.EXECUTE), wanted)
    _check_same(execution, wanted)
    execution = await services.executions.ended(execution)
    answer = _answer(execution, await _lines(services, execution))
    return JSONResponse(answer, headers={"cache-control": "no-store"})


def _check_scope(scope: ExecutionScope, wanted: ExecutionRequest) -> None:
    if wanted.instance != scope.instance:
        raise NotAllowed("The token is for another instance.", f"It is for {scope.instance} alone.")
    if wanted.name not in scope.names:
        raise NotAllowed(
            f"The token is not for {wanted.name[:200]!r}.", f"It is for: {', '.join(scope.names)}."
        )


def _check_same(execution: Execution, wanted: ExecutionRequest) -> None:
    """Show nobody the outcome of a call that the token is not for."""
    if (execution.instance, execution.name) != (wanted.instance, wanted.name):
        raise InvalidInput(
            "The idempotencyKey belongs to another call of the group.", "Send a new one."
        )


async def _lines(services: Services, execution: Execution) -> list[str]:
    return [line["text"] for line in await services.journal.lines(execution.id, _MOST_LINES)]


def _answer(execution: Execution, lines: list[str]) -> dict[str, Any]:
    error = execution.error
    return {
        "success": execution.state == ExecutionState.SUCCEEDED,
        "execution": execution.id,
        "state": execution.state,
        "result": unpack(execution.result),
        "callbacks": unpack(execution.callbacks) or [],
        "error": error.model_dump() if error else None,
        "executionTime": execution.duration_ms,
        "logs": lines,
    }
