"""A database of its own for each module that asks for one."""

import itertools
from collections.abc import AsyncIterator

import pytest

from app.database import Database
from app.documents import DOCUMENTS

_numbers = itertools.count()


@pytest.fixture(scope="module")
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    """An empty database with every collection and index."""
    opened = Database(mongodb_uri, f"app_{next(_numbers)}")
    await opened.open(DOCUMENTS)
    yield opened
    await opened.close()
