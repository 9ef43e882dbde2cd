"""A span for each HTTP request, as part of its caller's trace where it names one."""

from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.telemetry import tracing
from app.telemetry.request_context import current_request_id

_SERVER_FAULT = 500


class RequestSpan:
    """ASGI middleware; a WebSocket has spans for its operations only, as it may last for days."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within its span."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        method, path = scope["method"], scope["path"]
        attributes = {
            "http.request.method": method,
            "url.path": path,
            "one_graph.request_id": current_request_id() or "",
        }
        parent = tracing.parent_from(Headers(scope=scope))
        with tracing.span(f"{method} {path}", attributes, SpanKind.SERVER, parent) as span:

            async def watched(message: Message) -> None:
                if span and message["type"] == "http.response.start":
                    _answered(span, message["status"])
                await send(message)

            return await self._app(scope, receive, watched)


def _answered(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= _SERVER_FAULT:
        span.set_status(StatusCode.ERROR, str(status))
