"""A record for each request: what was asked, how it was answered, how long that took."""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.telemetry.request_context import current_request

log = logging.getLogger(__name__)
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_LONGEST_PATH = 200
_SWITCHING, _UNANSWERED = 101, 500


class AccessLog:
    """ASGI middleware that logs a request once it is over; probes only at DEBUG.

    Neither query strings nor headers are told, for they may hold tokens.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell of it."""
        level = logging.DEBUG if scope.get("path") in PROBES else logging.INFO
        if scope["type"] not in ("http", "websocket") or not log.isEnabledFor(level):
            return await self._app(scope, receive, send)
        started, status = perf_counter(), _UNANSWERED

        async def watched(message: Message) -> None:
            nonlocal status
            status = _status(message, status)
            await send(message)

        try:
            return await self._app(scope, receive, watched)
        finally:
            _tell(level, scope, status, perf_counter() - started)


def _status(message: Message, known: int) -> int:
    if message["type"] == "websocket.accept":
        return _SWITCHING
    status: int = message.get("status", known)
    return status


def _tell(level: int, scope: Scope, status: int, seconds: float) -> None:
    method = scope.get("method", "WEBSOCKET")
    path = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")[:_LONGEST_PATH]
    details = {
        "method": method,
        "path": path,
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "client": scope["client"][0] if scope.get("client") else None,
    }
    if request := current_request():  # its operation began in a task of its own
        details |= {"operation": request.operation, "person": request.person}
    log.log(level, "%s %s %s", method, path, status, extra=details)
