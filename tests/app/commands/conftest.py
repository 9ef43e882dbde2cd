"""A server of these tests' own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.serving import ServerProcess


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server with its own MongoDB, running, that reads no registry by itself."""
    process = ServerProcess(tmp_path / "data", ONE_SYNC_ON_START="false")
    await process.start()
    yield process
    if process.process:
        process.stop()
