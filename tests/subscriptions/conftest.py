"""The real server as a process, and its transports around an API of slow operations."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse

from app.asgi import graph_schema
from app.auth.tokens import issue
from app.commands.serve import configuration
from app.metrics import Metrics
from app.server import Server
from app.settings import Settings
from schema.schema import make_schema
from subscriptions.operations import Operations
from subscriptions.transport import transport_routes
from tests.serving import ServerProcess
from tests.subscriptions import slow_api

Serving = Callable[..., AbstractAsyncContextManager[str]]


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """``one-graph serve``, whose log must stay free of faults."""
    process = ServerProcess(
        tmp_path_factory.mktemp("transports") / "data",
        ONE_SYNC_ON_START="false",
        ONE_WS_INIT_SECONDS="0.5",
        ONE_WS_OPERATIONS="3",
        ONE_WS_MESSAGE_BYTES="5000",
        ONE_SSE_RESERVATION_SECONDS="0.5",
    )
    await process.start()
    yield process
    assert process.stop() == 0
    assert "Traceback" not in process.log()


@pytest.fixture(scope="session")
async def owner(server: ServerProcess) -> str:
    """A token of that server's."""
    return await server.token("org_owner")


@pytest.fixture(scope="session")
async def backend(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """Everything behind the API, in this process."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("backend") / "data", sync_on_start=False)
    server = Server(settings, Metrics(), graph_schema(settings).documents.accepts)
    async with AsyncExitStack() as stack:
        await server.start(stack)
        yield server


@pytest.fixture
def token(backend: Server) -> Callable[[float], str]:
    """Makes tokens that last so many seconds."""
    return lambda seconds: issue(
        backend.keys.signing, backend.demo_owner, timedelta(seconds=seconds)
    )


@pytest.fixture
def serving(backend: Server) -> Serving:
    """Serves the slow API under the given settings; the value is its address."""
    slow_api.diary.entries.clear()

    @asynccontextmanager
    async def serve(**limits: Any) -> AsyncIterator[str]:  # noqa: ANN401 - any setting
        settings = Settings(data_dir=backend.settings.data_dir, **limits)
        roots = (slow_api.Query, slow_api.Mutation, slow_api.Subscription)
        schema = make_schema(*roots, settings)
        operations = Operations(schema, lambda: backend.services, settings.operation_seconds)
        routes = transport_routes(operations, settings, lambda: HTMLResponse("GraphiQL"))
        listening = uvicorn.Server(configuration(Starlette(routes=[*routes]), settings))
        with socket.create_server(("127.0.0.1", 0)) as bound:
            task = asyncio.create_task(listening.serve([bound]))
            try:
                yield f"http://127.0.0.1:{bound.getsockname()[1]}"
            finally:
                listening.should_exit = True
                await task
                await operations.close()

    return serve


@pytest.fixture
async def slow(serving: Serving) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of the slow API under default settings."""
    async with serving() as url, httpx.AsyncClient(base_url=url) as client:
        yield client
