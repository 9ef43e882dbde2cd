"""One server for both suites."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.fuzz.world import World, running


@pytest.fixture(scope="package")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with running(tmp_path_factory.mktemp("fuzz")) as started:
        yield started


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=world.server.url, timeout=60) as opened:
        yield opened
