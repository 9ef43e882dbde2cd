"""``X-Request-Id``: one name for a request, in the response and in every record about it."""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.telemetry.request_context import RequestContext, working_for

HEADER = "x-request-id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,128}")
_STARTS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class RequestId:
    """ASGI middleware that keeps the caller's id, if it is 8 to 128 letters, digits or ``._-``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its id."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get(HEADER, "")
        identifier = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(16)

        async def named(message: Message) -> None:
            if message["type"] in _STARTS:
                MutableHeaders(scope=message)[HEADER] = identifier
            await send(message)

        with working_for(RequestContext(identifier)):
            return await self._app(scope, receive, named)
