"""One server for all end-to-end tests, with a fresh data folder."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.serving import GraphQLClient, ServerProcess


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
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """A running server."""
    process = ServerProcess(tmp_path_factory.mktemp("e2e") / "data")
    await process.start()
    yield process
    if process.process:
        assert process.stop() == 0


@pytest.fixture(scope="session")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    """Everyone's clients."""
    everyone = People(
        owner=server.client(server.token("org_owner")),
        user=server.client(server.token("org_user")),
        customer=server.client(server.token("customer")),
        other_owner=server.client(server.token("org_owner", "demo2")),
        platform_owner=server.client(server.token("platform_owner", None)),
        stranger=server.client(),
    )
    yield everyone
    for name in People.__dataclass_fields__:
        await getattr(everyone, name).close()


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
