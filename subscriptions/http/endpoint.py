"""``/graphql``: queries, mutations, batches and distinct event streams."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import AsyncExitStack, aclosing

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from app.auth.principal import Principal
from app.errors import OneGraphError
from schema.turn import Turn
from subscriptions.answer import Answer
from subscriptions.connections import Connections, caller_of
from subscriptions.errors import BadRequest, MethodNotAllowed, NotAcceptable, PageOff
from subscriptions.http import response
from subscriptions.http.body import read
from subscriptions.http.disconnect import unless_gone
from subscriptions.http.media_type import MediaType, negotiate
from subscriptions.operations import Operations
from subscriptions.request import GraphQLRequest
from subscriptions.sse import event
from subscriptions.sse.response import EventStream

Page = Callable[[], Response]
_KINDS = {
    "POST": frozenset({OperationType.QUERY, OperationType.MUTATION}),
    "GET": frozenset({OperationType.QUERY}),
    "HEAD": frozenset({OperationType.QUERY}),
}


class HttpEndpoint:
    """ASGI application. ``page`` is what browsers get; None: they get none."""

    def __init__(
        self,
        operations: Operations,
        connections: Connections,
        page: Page | None,
        batch_limit: int,
        heartbeat_seconds: float,
    ) -> None:
        self._operations = operations
        self._connections = connections
        self._page = page
        self._batch_limit = batch_limit
        self._heartbeat_seconds = heartbeat_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        media = MediaType.JSON
        async with AsyncExitStack() as stack:
            try:
                media = _media_type(request)
                answer = await self._respond(request, media, stack)
            except Exception as error:
                answer = response.refused(error, media)
            if answer is not None:
                await answer(scope, receive, send)

    async def _respond(
        self, request: Request, media: MediaType, stack: AsyncExitStack
    ) -> Response | EventStream | None:
        if media is MediaType.HTML:
            return self._browser()
        asked = await read(request, self._batch_limit)
        header = request.headers.get("authorization")
        principal = await self._operations.services.auth.authenticate(header)
        if media is MediaType.EVENT_STREAM:
            return self._stream(request, asked, principal, stack)
        return await unless_gone(
            request.receive, self._execute(asked, principal, request.method, media)
        )

    def _browser(self) -> Response:
        if self._page is None:
            raise PageOff("GraphiQL is switched off here.", "Send queries as JSON by POST.")
        return self._page()

    async def _execute(
        self,
        asked: GraphQLRequest | list[GraphQLRequest],
        principal: Principal,
        method: str,
        media: MediaType,
    ) -> Response:
        kinds = _KINDS[method]
        if isinstance(asked, list):
            return response.batch(await self._batch(asked, principal, kinds), media)
        context = self._operations.context(principal)
        try:
            return response.executed(await self._operations.execute(asked, context, kinds), media)
        except InvalidOperationTypeError as error:
            raise _misplaced(error.operation_type) from None

    async def _batch(
        self,
        asked: list[GraphQLRequest],
        principal: Principal,
        kinds: Collection[OperationType],
    ) -> list[Answer]:
        """Queries run side by side; a mutation waits for those before it."""
        turns: list[Turn] = []
        running = []
        for request in asked:
            context = self._operations.context(principal, tuple(turns))
            turns.append(context.turn)
            running.append(self._operations.execute(request, context, kinds))
        answers = await asyncio.gather(*running, return_exceptions=True)
        return [_settled(answer) for answer in answers]

    def _stream(
        self,
        request: Request,
        asked: GraphQLRequest | list[GraphQLRequest],
        principal: Principal,
        stack: AsyncExitStack,
    ) -> EventStream:
        if isinstance(asked, list):
            raise BadRequest(
                "An event stream carries one operation.", "Send each in a request of its own."
            )
        caller = caller_of(request.scope, principal)
        stack.enter_context(self._connections.admit(caller))
        kinds = _KINDS[request.method] | {OperationType.SUBSCRIPTION}
        context = self._operations.context(principal)
        answers = self._operations.stream(asked, context, kinds)
        return EventStream(_events(answers), self._heartbeat_seconds, principal.expires_at)


def _media_type(request: Request) -> MediaType:
    offered = [MediaType.GRAPHQL_RESPONSE, MediaType.JSON, MediaType.EVENT_STREAM]
    if request.method == "GET" and "query" not in request.query_params:
        offered.append(MediaType.HTML)
    return negotiate(request.headers.get("accept"), offered)


def _misplaced(kind: OperationType) -> OneGraphError:
    if kind is OperationType.SUBSCRIPTION:
        return NotAcceptable(
            "A subscription has no single answer.",
            "Accept text/event-stream, or connect by WebSocket.",
        )
    return MethodNotAllowed("A GET must change nothing.", "Send mutations by POST.", "POST")


def _settled(answer: Answer | BaseException) -> Answer:
    if isinstance(answer, InvalidOperationTypeError):
        return Answer.of_error(_misplaced(answer.operation_type))
    if isinstance(answer, BaseException):
        raise answer
    return answer


async def _events(answers: AsyncGenerator[Answer]) -> AsyncGenerator[bytes]:
    async with aclosing(answers):
        async for answer in answers:
            yield event.next_event(answer.body)
    yield event.COMPLETE
