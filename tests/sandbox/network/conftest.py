"""Workers with a way out, and hosts behind the gateway."""

from collections.abc import AsyncIterator

import pytest

from sandbox.egress.gateway import Gateway
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from tests.sandbox.egress.conftest import api, gateway, plain, public_authority

__all__ = ["api", "gateway", "plain", "public_authority"]


@pytest.fixture
async def pool(gateway: Gateway) -> AsyncIterator[WorkerPool]:
    """A pool whose workers may be given doors."""
    workers = WorkerPool(Limits(), size=4, doorkeeper=gateway)
    await workers.start()
    yield workers
    await workers.close()
