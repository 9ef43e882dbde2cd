"""Why a request is turned away before it reaches GraphQL."""

from typing import ClassVar

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from app.errors import NotAllowed, OneGraphError, RateLimited


class RequestRefused(OneGraphError):
    """Base of the refusals; ``status`` is that of the HTTP response."""

    status: ClassVar[int]

    def response(self) -> JSONResponse:
        """The error in the shape that GraphQL clients read."""
        error = {"message": self.message, "extensions": self.extensions}
        return JSONResponse({"errors": [error]}, self.status)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, to a request or instead of a WebSocket's handshake."""
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(self.response())
        else:
            await self.response()(scope, receive, send)


class ForbiddenHost(RequestRefused):
    """A ``Host`` header that does not name this server."""

    code = "FORBIDDEN_HOST"
    status = 421


class ForbiddenOrigin(RequestRefused):
    """A call that a web page of another origin makes."""

    code = "FORBIDDEN_ORIGIN"
    status = 403


class RequestTooLarge(RequestRefused):
    """A body over the limit."""

    code = "REQUEST_TOO_LARGE"
    status = 413


class RequestTimedOut(RequestRefused):
    """A body that does not arrive in time."""

    code = "REQUEST_TIMED_OUT"
    status = 408


class MetricsRefused(NotAllowed, RequestRefused):
    """The server's figures, which are not for everyone."""

    status = 403


class TooManyRequests(RateLimited, RequestRefused):
    """More requests of one caller than a minute may have."""

    status = 429

    def response(self) -> JSONResponse:
        """The error, with the seconds to wait in ``Retry-After``."""
        response = super().response()
        response.headers["retry-after"] = str(self.retry_after)
        return response
