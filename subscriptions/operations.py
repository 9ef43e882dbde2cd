"""Running operations for every transport: in time, and to the end where one has begun to write."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from app.auth.principal import Principal
from app.errors import OneGraphError
from app.loaders import Loaders
from app.services import Services
from schema.context import Context
from schema.schema import GraphSchema
from schema.turn import Turn
from subscriptions.answer import Answer
from subscriptions.errors import OperationTimedOut
from subscriptions.request import GraphQLRequest

log = logging.getLogger(__name__)
ANY = frozenset(OperationType)
_FINISH_SECONDS = 5
Result = TypeVar("Result")


class Operations:
    """Executes requests. A query may take ``seconds``; a mutation is never broken off."""

    def __init__(
        self, schema: GraphSchema, services: Callable[[], Services], seconds: float
    ) -> None:
        self._schema = schema
        self._services = services
        self._seconds = seconds
        self._unfinished: set[asyncio.Task[Any]] = set()

    @property
    def services(self) -> Services:
        """What operations call."""
        return self._services()

    def context(self, principal: Principal, earlier: Sequence[Turn] = ()) -> Context:
        """What one operation of ``principal`` needs."""
        services = self.services
        loaders = Loaders(services.database)
        return Context(principal, services, loaders, turn=Turn(earlier=earlier))

    async def execute(
        self, request: GraphQLRequest, context: Context, kinds: Collection[OperationType]
    ) -> Answer:
        """Run an operation that has one result.

        Raises:
            InvalidOperationTypeError: it is of none of these ``kinds``.
        """
        work = self._schema.execute(
            request.query,
            request.variables,
            context,
            operation_name=request.operation_name,
            allowed_operation_types=kinds,
            operation_extensions=request.extensions,
        )
        try:
            return self._answer(await self._finish(work, context))
        except InvalidOperationTypeError:
            raise
        except Exception as error:
            return self._failed(error)

    async def stream(
        self, request: GraphQLRequest, context: Context, kinds: Collection[OperationType] = ANY
    ) -> AsyncGenerator[Answer]:
        """Run any operation; what it answers ends after the first that was not executed."""
        results = await self._schema.stream(
            request.query,
            request.variables,
            context,
            operation_name=request.operation_name,
            allowed_operation_types=kinds,
            operation_extensions=request.extensions,
        )
        try:
            first = await self._finish(_first(results, context), context)
            if first is None:
                return
            yield self._answer(first)
            if context.turn.kind is OperationType.SUBSCRIPTION:
                async with aclosing(results):
                    async for result in results:
                        yield self._answer(result)
        except Exception as error:
            yield self._failed(error)

    async def close(self) -> None:
        """Give what is being written a moment to end."""
        if self._unfinished:
            await asyncio.wait(self._unfinished, timeout=_FINISH_SECONDS)

    async def _finish(self, work: Coroutine[Any, Any, Result], context: Context) -> Result:
        task = asyncio.create_task(work)
        task.add_done_callback(lambda _: context.turn.over.set())
        try:
            await asyncio.wait({task}, timeout=self._seconds)
            if not task.done() and context.turn.kind in (None, OperationType.QUERY):
                raise OperationTimedOut.after(self._seconds)
            await asyncio.wait({task})
            return task.result()
        finally:
            if not task.done():
                await self._let_go(task, context.turn)

    async def _let_go(self, task: asyncio.Task[Any], turn: Turn) -> None:
        """End what nobody waits for; a mutation goes on."""
        if turn.kind is OperationType.MUTATION:
            self._unfinished.add(task)
            task.add_done_callback(self._ended)
            return
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._unfinished.discard(task)
        if not task.cancelled() and task.exception():
            log.error("a mutation without a client failed", exc_info=task.exception())

    def _answer(self, result: Any) -> Answer:  # noqa: ANN401 - Strawberry's several result types
        if isinstance(result, PreExecutionError) and result.errors:
            errors = [error.formatted for error in result.errors]
            return Answer.refused(errors, result.extensions)
        return Answer.of(result.data, result.errors, result.extensions)

    def _failed(self, error: Exception) -> Answer:
        if isinstance(error, OneGraphError):
            return Answer.of_error(error)
        if isinstance(error, MissingQueryError):
            error = GraphQLError("The query is empty.")
        elif isinstance(error, CannotGetOperationTypeError):
            error = GraphQLError(error.as_http_error_reason())
        elif not isinstance(error, GraphQLError):
            error = GraphQLError(str(error), original_error=error)
        self._schema.process_errors([error])
        return Answer.of(None, [GraphQLError(error.message, extensions=error.extensions)], None)


async def _first(results: AsyncGenerator[Result], context: Context) -> Result | None:
    """The first result; of what has no more, the end too."""
    first = await anext(results, None)
    if context.turn.kind is not OperationType.SUBSCRIPTION:
        await results.aclose()
    return first
