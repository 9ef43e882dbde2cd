"""What the tests of the sandbox share."""

from collections.abc import AsyncIterator

import pytest

from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(Limits(), size=4)
    await workers.start()
    yield workers
    await workers.close()
