"""One server for all end-to-end tests, with a fresh data folder and a short index."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from app.database import Database
from app.documents import DOCUMENTS
from app.settings import Settings
from tests.e2e.footprint import Footprint
from tests.e2e.plugins import CLASSIC, OPENAI, PDF, STARTER, installed
from tests.serving import GraphQLClient, ServerProcess

NOT_A_PLUGIN = "is-number"
WITHOUT_CODE = "@elizaos/plugin-moltbook"
UNPUBLISHED = "@elizaos/plugin-that-nobody-ever-published"
NAMES = (STARTER, PDF, OPENAI, CLASSIC, NOT_A_PLUGIN, WITHOUT_CODE, UNPUBLISHED)
SYNC = "subscription { syncProgress { done total message } }"


@dataclass(frozen=True)
class People:
    """Clients of everyone that the first start creates."""

    owner: GraphQLClient
    user: GraphQLClient
    customer: GraphQLClient
    other_owner: GraphQLClient
    platform_owner: GraphQLClient
    stranger: GraphQLClient


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short list of names, so that the registry is read in a moment."""
    path = tmp_path_factory.mktemp("index") / "index.json"
    path.write_text(json.dumps(dict.fromkeys(NAMES, "github:elizaos/plugins")))
    return path


@pytest.fixture(scope="session")
async def server(
    tmp_path_factory: pytest.TempPathFactory, index: Path
) -> AsyncIterator[ServerProcess]:
    """A running server whose catalogue has been read from the registry."""
    process = ServerProcess(tmp_path_factory.mktemp("e2e") / "data", ONE_REGISTRY_INDEX=str(index))
    await process.start()
    stranger = process.client()
    await stranger.all_updates(SYNC)
    await stranger.close()
    yield process
    assert process.stop() == 0


@pytest.fixture(scope="session")
async def database(server: ServerProcess) -> AsyncIterator[Database]:
    """The running server's database."""
    opened = Database(server.mongodb_uri, Settings().mongodb_database)
    await opened.open(DOCUMENTS)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def footprint(server: ServerProcess, database: Database) -> Footprint:
    """Counts what is stored."""
    return Footprint(database, server.data_dir)


@pytest.fixture(scope="session")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    """Everyone's clients."""
    owner, user, customer, other_owner, platform_owner = await asyncio.gather(
        server.token("org_owner"),
        server.token("org_user"),
        server.token("customer"),
        server.token("org_owner", "demo2"),
        server.token("platform_owner", None),
    )
    everyone = People(
        owner=server.client(owner),
        user=server.client(user),
        customer=server.client(customer),
        other_owner=server.client(other_owner),
        platform_owner=server.client(platform_owner),
        stranger=server.client(),
    )
    yield everyone
    for field in fields(People):
        await getattr(everyone, field.name).close()


@pytest.fixture(scope="session")
async def group(people: People) -> str:
    """The id of the group demo."""
    data = await people.owner.data('{ group(slug: "demo") { id } }')
    identifier: str = data["group"]["id"]
    return identifier


@pytest.fixture(scope="session")
async def other_group(people: People) -> str:
    """The id of the group demo2."""
    data = await people.other_owner.data('{ group(slug: "demo2") { id } }')
    identifier: str = data["group"]["id"]
    return identifier


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
