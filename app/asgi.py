"""Composition root of the server."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Mount

from app.auth.tokens import issue
from app.graphiql.assets import assets
from app.graphiql.page import PageConfig, page
from app.http.access_log import AccessLog
from app.http.body_limit import BodyLimit
from app.http.execute import execute_route
from app.http.guard import HostAndOriginGuard
from app.http.health import health_routes
from app.http.hosts import allowed_hosts
from app.http.metrics import metrics_route
from app.http.request_id import RequestId
from app.http.request_limit import RequestLimit
from app.http.request_span import RequestSpan
from app.http.upload import upload_route
from app.metrics import Metrics
from app.server import Server
from app.settings import Settings
from app.telemetry import tracing
from resolvers.mutation import Mutation
from resolvers.query import Query
from schema.schema import GraphSchema, make_schema
from subscriptions.operations import Operations
from subscriptions.subscription import Subscription
from subscriptions.transport import METHODS, REQUEST_HEADERS, transport_routes

_PAGE_TOKEN = timedelta(hours=1)


def graph_schema(settings: Settings | None = None) -> GraphSchema:
    """The API, whole; without settings, under the limits that hold by default."""
    return make_schema(Query, Mutation, Subscription, settings or Settings.model_construct())


def create_app(settings: Settings) -> Starlette:
    """The server as an ASGI application; its lifespan starts and stops everything.

    ``settings.port`` must be the port that is really listened on: ``Host`` is checked by it.
    """
    metrics = Metrics()
    schema = graph_schema(settings)
    server = Server(settings, metrics, schema.documents.accepts)
    operations = Operations(schema, lambda: server.services, settings.operation_seconds)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await server.start(stack)
            stack.push_async_callback(operations.close)
            yield

    return Starlette(
        routes=[
            *health_routes(server.objections),  # probes name the server as they like
            # Bodies of this route are too large to be taken in whole.
            upload_route(lambda: server.services, settings, _guards(settings)),
            Mount(
                "/",
                routes=[
                    metrics_route(metrics, settings.metrics_token),
                    execute_route(lambda: server.services),
                    *([assets()] if settings.graphiql else []),
                    *transport_routes(operations, settings, lambda: _page(server)),
                ],
                middleware=_middleware(settings),
            ),
        ],
        middleware=_watching(),
        lifespan=lifespan,
    )


def _watching() -> Sequence[Middleware]:
    spans = [Middleware(RequestSpan)] if tracing.enabled() else []
    return [Middleware(RequestId), *spans, Middleware(AccessLog)]


def _middleware(settings: Settings) -> Sequence[Middleware]:
    """What every request meets first; bodies are taken in before the application sees them."""
    limit, seconds = settings.request_bytes, settings.request_seconds
    return [*_guards(settings), Middleware(BodyLimit, limit=limit, seconds=seconds)]


def _guards(settings: Settings) -> Sequence[Middleware]:
    hosts = allowed_hosts(settings, settings.port)
    guards = [Middleware(HostAndOriginGuard, hosts=hosts, origins=settings.allowed_origins)]
    if settings.allowed_origins:
        guards.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.allowed_origins,
                allow_methods=METHODS,
                allow_headers=[*REQUEST_HEADERS, "x-request-id", "traceparent"],
                expose_headers=["x-request-id", "retry-after"],
            )
        )
    requests = Middleware(
        RequestLimit,
        person=settings.requests_per_minute,
        stranger=settings.stranger_requests_per_minute,
    )
    return [*guards, requests]


def _page(server: Server) -> Response:
    """GraphiQL; on a machine of one's own with a token, so that the first query just works."""
    if not (server.settings.embedded and server.settings.loopback):
        return page(PageConfig())
    token = issue(server.keys.signing, server.demo_owner, _PAGE_TOKEN)
    return page(
        PageConfig(
            token=token,
            token_expires_at=datetime.now(UTC) + _PAGE_TOKEN,
            variables={"group": server.demo_group},
        )
    )
