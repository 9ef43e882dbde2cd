"""A server whose catalogue is small, with a plugin installed, and what its clients need."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.plugins import PDF, STARTER, executed, index_of, installed
from tests.serving import GraphQLClient, ServerProcess

SYNC = "subscription { syncProgress { done } }"


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """A running server whose catalogue has been read from the registry."""
    folder = tmp_path_factory.mktemp("clients")
    index = index_of(folder, STARTER, PDF)
    process = ServerProcess(folder / "data", ONE_REGISTRY_INDEX=str(index))
    await process.start()
    stranger = process.client()
    await stranger.all_updates(SYNC)
    await stranger.close()
    yield process
    assert process.stop() == 0


@pytest.fixture(scope="session")
async def token(server: ServerProcess) -> str:
    """The token of an owner of the group demo."""
    return await server.token("org_owner")


@pytest.fixture(scope="session")
async def owner(server: ServerProcess, token: str) -> AsyncIterator[GraphQLClient]:
    """The owner's client for what a test needs beforehand."""
    client = server.client(token)
    yield client
    await client.close()


@pytest.fixture(scope="session")
async def group(owner: GraphQLClient) -> str:
    """The id of the group demo."""
    return await owner.group_id()


@pytest.fixture(scope="session")
async def instance(owner: GraphQLClient, group: str) -> str:
    """The id of an installed plugin; its own name is left to the tour's instance."""
    return await installed(owner, group, STARTER, name="beforehand")


@pytest.fixture(scope="session")
async def execution(owner: GraphQLClient, instance: str) -> str:
    """The id of an execution that has ended."""
    identifier: str = (await executed(owner, instance, "HELLO_WORLD"))["id"]
    return identifier


@pytest.fixture(scope="session")
def server_url(server: ServerProcess) -> str:
    """Where the server is."""
    return server.url


@pytest.fixture(scope="session")
def endpoint(server_url: str) -> str:
    """Where the API is, by HTTP."""
    return f"{server_url}/graphql"


@pytest.fixture(scope="session")
def socket(endpoint: str) -> str:
    """Where the API is, by WebSocket."""
    return endpoint.replace("http", "ws", 1)
