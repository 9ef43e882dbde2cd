"""Where each transport is found."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route, WebSocketRoute

from app.settings import Settings
from subscriptions.connections import Connections
from subscriptions.http.endpoint import HttpEndpoint, Page
from subscriptions.operations import Operations
from subscriptions.sse.endpoint import STREAM_HEADER, StreamEndpoint
from subscriptions.sse.reservations import Reservations
from subscriptions.websocket.endpoint import WebSocketEndpoint
from subscriptions.websocket.limits import SocketLimits

METHODS = ("GET", "POST", "PUT", "DELETE")
REQUEST_HEADERS = ("authorization", "content-type", STREAM_HEADER)


def transport_routes(operations: Operations, settings: Settings, page: Page) -> Sequence[BaseRoute]:
    """``/graphql`` by HTTP and WebSocket, ``/graphql/stream`` for event streams."""
    connections = Connections(settings.ws_connections, settings.ws_connections_per_caller)
    http = HttpEndpoint(
        operations,
        connections,
        page if settings.graphiql else None,
        settings.batch_operations,
        settings.ws_ping_seconds,
    )
    reservations = Reservations(
        connections, settings.sse_reservation_seconds, settings.ws_operations
    )
    stream = StreamEndpoint(operations, reservations, http, settings.ws_ping_seconds)
    websocket = WebSocketEndpoint(operations, connections, SocketLimits.of(settings))
    return [
        Route("/graphql", http),
        Route("/graphql/stream", stream),
        WebSocketRoute("/graphql", websocket),
    ]
