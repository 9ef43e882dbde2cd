"""Why a transport turns a request away, and what it tells an operation that it ends."""

from collections.abc import Mapping

from app.errors import OneGraphError
from app.http.errors import RequestRefused


class ClientGone(Exception):
    """Nobody is there to hear more."""


class BadRequest(RequestRefused):
    """A request that is none of GraphQL over HTTP."""

    code = "BAD_REQUEST"
    status = 400


class MethodNotAllowed(RequestRefused):
    """A method that the address, or the operation sent by it, does not have."""

    code = "METHOD_NOT_ALLOWED"
    status = 405

    def __init__(self, message: str, hint: str, allow: str) -> None:
        super().__init__(message, hint)
        self.headers = {"allow": allow}


class NotAcceptable(RequestRefused):
    """An ``Accept`` header that leaves nothing to answer with."""

    code = "NOT_ACCEPTABLE"
    status = 406


class UnsupportedMediaType(RequestRefused):
    """A body that is not declared as JSON in UTF-8."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415


class BatchTooLarge(RequestRefused):
    """More operations in one request than are allowed."""

    code = "BATCH_TOO_LARGE"
    status = 400


class PageOff(RequestRefused):
    """A browser asks for GraphiQL, which is switched off."""

    code = "GRAPHIQL_OFF"
    status = 404


class TooManyConnections(RequestRefused):
    """The server, or the caller, has as many connections open as are allowed."""

    code = "TOO_MANY_CONNECTIONS"
    status = 429


class ConnectionBusy(RequestRefused):
    """A connection already runs as many operations as are allowed."""

    code = "CONNECTION_BUSY"
    status = 429


class OperationExists(RequestRefused):
    """An operation id that a running operation of the same connection has."""

    code = "OPERATION_EXISTS"
    status = 409


class StreamNotFound(RequestRefused):
    """A stream token that is unknown, has expired or was made by another caller."""

    code = "STREAM_NOT_FOUND"
    status = 404


class StreamInUse(RequestRefused):
    """A stream that somebody is connected to."""

    code = "STREAM_IN_USE"
    status = 409


class OperationTimedOut(OneGraphError):
    """A query that took longer than a query may."""

    code = "OPERATION_TIMED_OUT"

    @classmethod
    def after(cls, seconds: float) -> "OperationTimedOut":
        """The answer to a query that was broken off."""
        return cls(
            f"The query did not end within {seconds:g} s and was broken off.",
            "Ask for less at once: smaller pages, fewer nested lists.",
        )


STATUS: Mapping[str, int] = {
    "UNAUTHENTICATED": 401,
    "INTERNAL": 500,
    "SERVICE_UNAVAILABLE": 503,
}
"""HTTP statuses of errors that know none themselves; of the others: 400."""
