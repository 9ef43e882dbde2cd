"""The groups of the first start, in a database of each module's own."""

import pytest

from app.database import Database
from app.ontology.bootstrap import Bootstrap
from app.ontology.group import Group
from tests.app.ontology.callers import group_named


@pytest.fixture(scope="module")
async def demo(database: Database) -> Group:
    """The group demo."""
    await Bootstrap(database).run()
    return await group_named(database, "demo")


@pytest.fixture(scope="module")
async def demo2(database: Database, demo: Group) -> Group:
    """The group demo2."""
    assert demo
    return await group_named(database, "demo2")
