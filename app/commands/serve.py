"""``one-graph serve``: the server, until a signal ends it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket

import uvicorn
from rich.console import Console
from starlette.applications import Starlette

from app import __version__
from app.asgi import create_app
from app.commands.address import bind, local_url, with_port
from app.commands.logs import configure
from app.commands.stopping import limit_end, on_first_signal
from app.embedded.key_folder import KeyFolder
from app.http.protocols import impatient
from app.memory import return_freed_memory
from app.settings import Settings
from app.telemetry.tracing import exporting

FINISH_SECONDS = 1  # for requests that are being answered when the server is stopped


class Server(uvicorn.Server):
    """uvicorn, which leaves signals and the application's start and end to its caller."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self._on_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def run() -> None:
    """Serve until SIGTERM or Ctrl-C.

    Raises:
        InvalidSetting: a setting is wrong, or the address is taken.
        DataDirInUse: another server holds the data folder.
        ServiceUnavailable: something that the server needs does not start.
    """
    settings = Settings.load()
    configure(settings)
    return_freed_memory()
    with exporting("one-graph"), bind(settings) as listener, suppress(asyncio.CancelledError):
        asyncio.run(_serve(with_port(settings, listener), listener))


async def _serve(settings: Settings, listener: socket) -> None:
    console = Console(highlight=False, soft_wrap=True)
    app = create_app(settings)
    server = Server(configuration(app, settings), lambda: _announce(console, settings))
    starting = asyncio.current_task()

    def stop() -> None:
        console.print("Stopping ...")
        if server.started or starting is None:
            server.should_exit = True
        else:
            starting.cancel()

    on_first_signal(stop)
    console.print(f"ONE Graph {__version__} is starting ...")
    async with app.router.lifespan_context(app):
        try:
            await server.serve([listener])
        finally:
            limit_end()


def configuration(app: Starlette, settings: Settings) -> uvicorn.Config:
    """How ``app`` is listened to."""
    http, websocket = impatient(settings.write_seconds, settings.request_seconds)
    return uvicorn.Config(
        app,
        lifespan="off",
        http=http,
        ws=websocket,
        ws_per_message_deflate=False,
        ws_max_size=settings.ws_message_bytes,
        ws_ping_interval=None,  # the GraphQL protocol has pings of its own
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )


def _announce(console: Console, settings: Settings) -> None:
    console.print(f"GraphiQL  [bold]{local_url(settings)}/graphql[/bold]")
    if settings.embedded:
        console.print(f"Data      {settings.data_dir}", markup=False)
    if not settings.secret_key:
        console.print(f"Keys      {KeyFolder(settings.data_dir).path}", markup=False)
    console.print("Stop      Ctrl-C")
