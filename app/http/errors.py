"""Why a request is turned away before it reaches GraphQL."""

from typing import ClassVar

from starlette.responses import JSONResponse

from app.errors import OneGraphError


class RequestRefused(OneGraphError):
    """Base of the refusals; ``status`` is that of the HTTP response."""

    status: ClassVar[int]

    def response(self) -> JSONResponse:
        """The error in the shape that GraphQL clients read."""
        error = {"message": self.message, "extensions": self.extensions}
        return JSONResponse({"errors": [error]}, self.status)


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
