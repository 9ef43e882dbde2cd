"""What the tests of hosts share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.database import Database
from app.identifiers import Kind, new_id
from app.knowledge.knowledge import PluginKnowledge
from app.settings import Settings
from tests.app.host.hosts import Hosts


@pytest.fixture
async def hosts(database: Database, tmp_path: Path) -> AsyncIterator[Hosts]:
    settings = Settings(data_dir=tmp_path)
    knowledge = PluginKnowledge(settings, database)
    yield Hosts(database, knowledge, settings)
    await knowledge.close()


@pytest.fixture
def instance() -> str:
    return new_id(Kind.THING)
