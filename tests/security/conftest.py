"""Servers to attack: as they run in public, with a list of operations, and with loose limits."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from app.database import Database
from tests.people import People, people_of
from tests.serving import ServerProcess

REQUESTS = 40
INSTALLS = GROUPS = 3
LISTED = "{ __typename }"
SLOW = "{ plugins { nodes { id } } }"
PUBLIC = {"ONE_INTROSPECTION": "false", "ONE_GRAPHIQL": "false"}
LOOSE = {
    "ONE_BATCH_OPERATIONS": "100",
    "ONE_QUERY_ALIASES": "1000",
    "ONE_QUERY_ROOT_FIELDS": "1000",
    "ONE_QUERY_DIRECTIVES_PER_FIELD": "50",
}


@dataclass(frozen=True)
class Servers:
    """Running servers.

    Attributes:
        public: neither tells its schema nor has a page; other limits are the default.
        listed: runs the operations of a list, so many a minute, each for a second at most.
        loose: shows what the probes find where nothing stops them.
    """

    public: ServerProcess
    listed: ServerProcess
    loose: ServerProcess

    def all(self) -> list[ServerProcess]:
        """Every one."""
        return [getattr(self, field.name) for field in fields(self)]


@pytest.fixture(scope="package")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    """All of them."""
    folder = tmp_path_factory.mktemp("security")
    started = Servers(
        public=_server(
            folder / "public",
            ONE_INSTALLS_PER_HOUR=str(INSTALLS),
            ONE_GROUPS_PER_GROUP=str(GROUPS),
            **PUBLIC,
        ),
        listed=_server(
            folder / "listed",
            ONE_PERSISTED_OPERATIONS=str(_manifest(folder / "operations.json")),
            ONE_REQUESTS_PER_MINUTE=str(REQUESTS),
            ONE_STRANGER_REQUESTS_PER_MINUTE=str(REQUESTS),
            ONE_OPERATION_SECONDS="1",
            **PUBLIC,
        ),
        loose=_server(folder / "loose", **LOOSE),
    )
    await asyncio.gather(*(server.start() for server in started.all()))
    yield started
    codes = await asyncio.gather(*(asyncio.to_thread(server.stop) for server in started.all()))
    assert set(codes) == {0}


def _server(data_dir: Path, **settings: str) -> ServerProcess:
    return ServerProcess(data_dir, ONE_SYNC_ON_START="false", **settings)


def _manifest(path: Path) -> Path:
    path.write_text(json.dumps({"listed": LISTED, "slow": SLOW}))
    return path


@pytest.fixture(scope="package")
def public(servers: Servers) -> ServerProcess:
    """A server as it runs in public."""
    return servers.public


@pytest.fixture(scope="package")
async def database(public: ServerProcess) -> AsyncIterator[Database]:
    """The public server's database."""
    async with public.database() as opened:
        yield opened


@pytest.fixture(scope="package")
async def people(public: ServerProcess) -> AsyncIterator[People]:
    """Clients of the public server."""
    everyone = await people_of(public)
    yield everyone
    await everyone.close()


@pytest.fixture(scope="package")
async def listed_people(servers: Servers) -> AsyncIterator[People]:
    """Clients of the server with a list of operations."""
    everyone = await people_of(servers.listed)
    yield everyone
    await everyone.close()
