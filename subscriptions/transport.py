"""GraphQL over HTTP and over WebSocket, at one address."""

import json
from collections.abc import Callable
from datetime import timedelta

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UnsetType

from app.auth.principal import ANONYMOUS
from app.errors import OneGraphError, Unauthenticated
from app.loaders import Loaders
from app.services import Services
from schema.context import Context
from schema.schema import GraphSchema

_INIT_SECONDS = 10
_UNAUTHENTICATED = 401


class GraphQLTransport(GraphQL[Context, None]):
    """Recognises callers and answers every fault in the shape that GraphQL clients read."""

    def __init__(
        self,
        schema: GraphSchema,
        services: Callable[[], Services],
        page: Callable[[], Response],
        origins: tuple[str, ...],
    ) -> None:
        super().__init__(
            schema,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=_INIT_SECONDS),
            allowed_origins=origins,
        )
        self._services = services
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or serve a socket."""
        if scope["type"] == "websocket":
            with self._services().metrics.websockets.track_inprogress():
                await self.run(WebSocket(scope, receive, send))
            return
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """A request's caller; a socket says in ``connection_init`` who it is."""
        services = self._services()
        principal = ANONYMOUS
        if isinstance(request, Request):
            principal = await services.auth.authenticate(request.headers.get("authorization"))
        loaders = Loaders(services.database)
        return Context(principal, services, loaders, request=request, response=response)

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Recognise the caller of a socket; an invalid token closes it with 4403."""
        given = context.connection_params or {}
        authorization = given.get("Authorization") or given.get("authorization")
        header = context.request.headers.get("authorization")
        try:
            text = str(authorization) if authorization else header
            context.principal = await context.services.auth.authenticate(text)
        except Unauthenticated as error:
            raise ConnectionRejectionError(error.extensions) from error
        return await super().on_ws_connect(context)

    async def render_graphql_ide(self, request: Request) -> Response:  # noqa: ARG002 - overrides
        """GraphiQL, for a browser."""
        return self._page()

    def decode_json(self, data: str | bytes) -> object:
        """Read JSON."""
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise json.JSONDecodeError(error.msg, error.doc, error.pos) from None

    def encode_json(self, data: object) -> str:
        """Write JSON."""
        return orjson.dumps(data).decode()

    async def _respond(self, request: Request) -> Response:
        try:
            return await self.run(request)
        except Unauthenticated as error:
            return _error(error.message, error.extensions, _UNAUTHENTICATED)
        except OneGraphError as error:
            return _error(error.message, error.extensions, 503)
        except HTTPException as error:
            return _error(error.reason, {"code": "BAD_REQUEST"}, error.status_code)


def _error(message: str, extensions: dict[str, object], status: int) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": extensions}]}, status)
