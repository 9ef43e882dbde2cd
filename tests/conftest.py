"""What many tests share: real services, started once a session."""

from collections.abc import AsyncIterator

import pytest

from app.embedded.mongod import EmbeddedMongod


@pytest.fixture(scope="session")
async def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A real, empty MongoDB; tests keep apart by using databases of their own."""
    mongod = EmbeddedMongod(tmp_path_factory.mktemp("data"))
    yield await mongod.start()
    await mongod.stop()
