"""A server that is ended by force and started again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chaos.victim import Victim
from tests.e2e.plugins import OPENAI, STARTER, index_of
from tests.serving import ServerProcess


@pytest.fixture(scope="package")
async def victim(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Victim]:
    """A running server with a single worker."""
    folder: Path = tmp_path_factory.mktemp("chaos")
    server = ServerProcess(
        folder / "data",
        ONE_REGISTRY_INDEX=str(index_of(folder, STARTER, OPENAI)),
        ONE_SYNC_ON_START="false",
        ONE_WORKERS="1",
    )
    victim = Victim(server)
    await victim.start()
    yield victim
    await victim.client.close()
    server.end()
