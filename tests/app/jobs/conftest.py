"""An empty list of chores for each test."""

import pytest

from app.database import Database
from tests.app.jobs.chore import Chore, ChoreRunner


@pytest.fixture
async def runner(database: Database) -> ChoreRunner:
    await database.open([Chore])
    await database.collection(Chore).delete_many({})
    return ChoreRunner(database)
