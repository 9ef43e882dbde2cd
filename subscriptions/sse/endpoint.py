"""``/graphql/stream``: one event stream for many operations, each sent by a request of its own."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.principal import Principal
from subscriptions.connections import caller_of
from subscriptions.errors import BadRequest, NotAcceptable
from subscriptions.http import response
from subscriptions.http.body import read_json, require_method
from subscriptions.http.media_type import MediaType, negotiate
from subscriptions.operations import Operations
from subscriptions.request import GraphQLRequest
from subscriptions.sse.reservations import Reservations
from subscriptions.sse.response import EventStream
from subscriptions.sse.stream import Stream

STREAM_HEADER = "x-graphql-event-stream-token"
STREAM_PARAMETER = "token"


class StreamEndpoint:
    """ASGI application. What comes without a token is ``distinct``'s: one operation, one stream."""

    def __init__(
        self,
        operations: Operations,
        reservations: Reservations,
        distinct: ASGIApp,
        heartbeat_seconds: float,
    ) -> None:
        self._operations = operations
        self._reservations = reservations
        self._distinct = distinct
        self._heartbeat_seconds = heartbeat_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        token = request.headers.get(STREAM_HEADER) or request.query_params.get(STREAM_PARAMETER)
        if not token and request.method in ("GET", "POST"):
            await self._distinct(scope, receive, send)
            return
        try:
            header = request.headers.get("authorization")
            principal = await self._operations.services.auth.authenticate(header)
            if request.method == "GET":
                await self._connect(request, token or "", principal, send)
                return
            answer = await self._respond(request, token or "", principal)
        except Exception as error:
            answer = response.refused(error, MediaType.JSON)
        await answer(scope, receive, send)

    async def _respond(self, request: Request, token: str, principal: Principal) -> Response:
        require_method(request, "GET", "POST", "PUT", "DELETE")
        owner = caller_of(request.scope, principal)
        if request.method == "PUT":
            return PlainTextResponse(self._reservations.make(owner).token, 201, response.HEADERS)
        stream = self._reservations.find(token, owner)
        if request.method == "DELETE":
            stream.operations.stop(_operation(request.query_params.get("operationId")))
            return Response(status_code=200, headers=response.HEADERS)
        return await self._start(request, stream, principal)

    async def _connect(
        self, request: Request, token: str, principal: Principal, send: Send
    ) -> None:
        if negotiate(request.headers.get("accept"), [*MediaType]) is not MediaType.EVENT_STREAM:
            raise NotAcceptable("A stream is read as events.", "Accept text/event-stream.")
        stream = self._reservations.connect(token, caller_of(request.scope, principal))
        events = EventStream(stream.events(), self._heartbeat_seconds, principal.expires_at)
        try:
            await events(request.scope, request.receive, send)
        finally:
            await self._reservations.end(stream)

    async def _start(self, request: Request, stream: Stream, principal: Principal) -> Response:
        asked = GraphQLRequest.parse(await read_json(request))
        operation = _operation(asked.extensions.get("operationId"))
        context = self._operations.context(principal)
        answers = self._operations.stream(asked, context)
        refusal = await stream.start(operation, answers, context.turn)
        if refusal is not None:
            return response.executed(refusal, MediaType.GRAPHQL_RESPONSE)
        return Response(status_code=202, headers=response.HEADERS)


def _operation(identifier: object) -> str:
    if not isinstance(identifier, str) or not identifier:
        raise BadRequest(
            "There is no operation id.",
            "Send it as extensions.operationId, or, to end an operation, as ?operationId=.",
        )
    return identifier
