"""One real model, built once a session, and catalogues to search in."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.catalog.plugin import Plugin
from app.catalog.version import PluginVersion
from app.database import Database
from app.knowledge.embedder import Embedder
from app.knowledge.minilm import ensure
from app.ontology.repositories import DOCUMENTS
from tests.app.knowledge.catalogue import SmallCatalogue


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
async def minilm_folder(models_dir: Path) -> Path:
    return await ensure(models_dir)


@pytest.fixture(scope="session")
async def embedder(models_dir: Path) -> AsyncIterator[Embedder]:
    embedder = Embedder("all-MiniLM-L6-v2", models_dir)
    await embedder.prepare()
    yield embedder
    await embedder.close()


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    """A database that is empty but for its indexes."""
    database = Database(mongodb_uri, f"knowledge_{uuid4().hex[:12]}")
    await database.open([*DOCUMENTS, Plugin, PluginVersion])
    yield database
    await database.close()


@pytest.fixture
def catalogue(database: Database) -> SmallCatalogue:
    return SmallCatalogue(database)
