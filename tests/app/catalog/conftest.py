"""A catalogue of its own for each test: real MongoDB, and the registry that npm is set to."""

import itertools
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.catalog.plugin import Plugin
from app.catalog.sync import Sync
from app.catalog.version import PluginVersion
from app.database import Database
from app.journal.entry import Entry
from app.ontology.repositories import DOCUMENTS
from app.rates.counter import Counter
from sandbox.registry.registry import Registry

_numbers = itertools.count()


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    database = Database(mongodb_uri, f"catalog_{next(_numbers)}")
    await database.open([*DOCUMENTS, Plugin, PluginVersion, Sync, Entry, Counter])
    yield database
    await database.close()


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(tmp_path_factory.mktemp("npm"))


@pytest.fixture
def unreachable_registry(tmp_path: Path) -> Registry:
    """A registry on a loopback port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    environment = os.environ | {"npm_config_registry": f"http://127.0.0.1:{port}/"}
    return Registry(tmp_path / "npm", environment)
