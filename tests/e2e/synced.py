"""Servers whose catalogue has been read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.serving import ServerProcess

SYNC = "subscription { syncProgress { done total message } }"


@asynccontextmanager
async def synced_server(
    data_dir: Path, index: Path, **settings: str
) -> AsyncIterator[ServerProcess]:
    """A running server that has read the registry; it must end well."""
    process = ServerProcess(data_dir, ONE_REGISTRY_INDEX=str(index), **settings)
    await process.start()
    stranger = process.client()
    await stranger.all_updates(SYNC)
    await stranger.close()
    yield process
    assert process.stop() == 0
