"""Composition root of the server."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute

from app.auth.tokens import issue
from app.graphiql.assets import assets
from app.graphiql.page import PageConfig, page
from app.http.body_limit import BodyLimit
from app.http.guard import HostAndOriginGuard
from app.http.health import health_routes
from app.http.hosts import allowed_hosts
from app.http.metrics import metrics_route
from app.metrics import Metrics
from app.server import Server
from app.settings import Settings
from resolvers.mutation import Mutation
from resolvers.query import Query
from schema.schema import GraphSchema, make_schema
from subscriptions.subscription import Subscription
from subscriptions.transport import GraphQLTransport

_PAGE_TOKEN = timedelta(hours=1)


def graph_schema() -> GraphSchema:
    """The API, whole."""
    return make_schema(Query, Mutation, Subscription)


def create_app(settings: Settings) -> Starlette:
    """The server as an ASGI application; its lifespan starts and stops everything.

    ``settings.port`` must be the port that is really listened on: ``Host`` is checked by it.
    """
    metrics = Metrics()
    server = Server(settings, metrics)
    origins = settings.allowed_origins
    view = GraphQLTransport(graph_schema(), lambda: server.services, lambda: _page(server), origins)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await server.start(stack)
            yield

    return Starlette(
        routes=[
            *health_routes(server.objections),  # probes name the server as they like
            Mount(
                "/",
                routes=[
                    metrics_route(metrics),
                    assets(),
                    Route("/graphql", view),
                    WebSocketRoute("/graphql", view),
                ],
                middleware=_middleware(settings),
            ),
        ],
        lifespan=lifespan,
    )


def _middleware(settings: Settings) -> Sequence[Middleware]:
    hosts = allowed_hosts(settings, settings.port)
    guards = [Middleware(HostAndOriginGuard, hosts=hosts, origins=settings.allowed_origins)]
    if settings.allowed_origins:
        guards.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.allowed_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["authorization", "content-type"],
            )
        )
    return [*guards, Middleware(BodyLimit, limit=settings.request_bytes)]


def _page(server: Server) -> Response:
    """GraphiQL; on a machine of one's own with a token, so that the first query just works."""
    if not (server.settings.embedded and server.settings.loopback):
        return page(PageConfig())
    token = issue(server.key, server.demo_owner, _PAGE_TOKEN)
    return page(
        PageConfig(
            token=token,
            token_expires_at=datetime.now(UTC) + _PAGE_TOKEN,
            variables={"group": server.demo_group},
        )
    )
