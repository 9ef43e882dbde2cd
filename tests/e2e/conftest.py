"""One server for all end-to-end tests, with a fresh data folder and a short index."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.database import Database
from tests.e2e.footprint import Footprint
from tests.e2e.plugins import CLASSIC, EVM, OPENAI, PDF, STARTER, index_of, installed
from tests.e2e.synced import synced_server
from tests.e2e.writing import Tenant, new_tenant
from tests.people import People, people_of
from tests.serving import ServerProcess

NOT_A_PLUGIN = "is-number"
WITHOUT_CODE = "@elizaos/plugin-moltbook"
UNPUBLISHED = "@elizaos/plugin-that-nobody-ever-published"
NAMES = (STARTER, PDF, OPENAI, CLASSIC, EVM, NOT_A_PLUGIN, WITHOUT_CODE, UNPUBLISHED)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short list of names, so that the registry is read in a moment."""
    return index_of(tmp_path_factory.mktemp("index"), *NAMES)


@pytest.fixture(scope="session")
async def server(
    tmp_path_factory: pytest.TempPathFactory, index: Path
) -> AsyncIterator[ServerProcess]:
    """A running server whose catalogue has been read from the registry."""
    async with synced_server(tmp_path_factory.mktemp("e2e") / "data", index) as process:
        yield process


@pytest.fixture(scope="session")
async def database(server: ServerProcess) -> AsyncIterator[Database]:
    """The running server's database."""
    async with server.database() as opened:
        yield opened


@pytest.fixture(scope="session")
def footprint(server: ServerProcess, database: Database) -> Footprint:
    """Counts what is stored."""
    return Footprint(database, server.data_dir)


@pytest.fixture(scope="session")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    """Everyone's clients."""
    everyone = await people_of(server)
    yield everyone
    await everyone.close()


@pytest.fixture(scope="module")
async def tenant(
    request: pytest.FixtureRequest, server: ServerProcess, people: People, database: Database
) -> AsyncIterator[Tenant]:
    """A group of the module's own, with the last word of the module's name as its slug."""
    slug = request.module.__name__.rpartition("_")[2]
    made = await new_tenant(server, people.platform_owner, database, slug)
    yield made
    await made.owner.close()


@pytest.fixture(scope="session")
async def group(people: People) -> str:
    """The id of the group demo."""
    return people.demo


@pytest.fixture(scope="session")
async def other_group(people: People) -> str:
    """The id of the group demo2."""
    return people.demo2


@pytest.fixture(scope="session")
async def starter(people: People, group: str) -> str:
    """The id of plugin-starter's instance in demo."""
    return await installed(people.owner, group, STARTER)


@pytest.fixture(scope="session")
async def openai(people: People, group: str) -> str:
    """The id of plugin-openai's instance in demo, activated although it has no key."""
    instance = await installed(people.owner, group, OPENAI)
    await people.owner.data(
        "mutation ($i: ID!) { activatePlugin(input: {instance: $i}) { __typename } }", i=instance
    )
    return instance
