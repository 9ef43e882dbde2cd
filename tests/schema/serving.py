"""The server without its web face, on a database of the tests' own MongoDB."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from app.metrics import Metrics
from app.server import Server
from app.settings import Settings


@asynccontextmanager
async def serving(mongodb_uri: str, name: str, folder: Path) -> AsyncIterator[Server]:
    """A started server; executors are elsewhere: there are none."""
    settings = Settings(
        mongodb_uri=mongodb_uri,
        mongodb_database=name,
        secret_key="k" * 32,
        master_key="0" * 64,
        data_dir=folder,
        sync_on_start=False,
    )
    async with AsyncExitStack() as stack:
        server = Server(settings, Metrics(), lambda _document: True)
        await server.start(stack)
        yield server
