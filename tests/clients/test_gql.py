"""`gql`, the client for Python, with its `httpx` and `websockets` transports."""

import pytest
from gql import Client, GraphQLRequest, gql
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport
from graphql import GraphQLError

from tests.e2e.plugins import INSTANCE, PROGRESS


@pytest.fixture
def by_http(endpoint: str, token: str) -> Client:
    """A client that asks the server for its schema, and checks every operation by it."""
    transport = HTTPXAsyncTransport(endpoint, headers={"Authorization": f"Bearer {token}"})
    return Client(transport=transport, fetch_schema_from_transport=True)


@pytest.fixture
def by_socket(socket: str, token: str) -> Client:
    """The same over a WebSocket."""
    transport = WebsocketsTransport(socket, init_payload={"Authorization": f"Bearer {token}"})
    return Client(transport=transport, fetch_schema_from_transport=True)


async def test_a_query_is_answered(by_http: Client, instance: str) -> None:
    async with by_http as session:
        data = await session.execute(GraphQLRequest(INSTANCE, variable_values={"id": instance}))
    assert data["instance"]["id"] == instance


async def test_what_the_schema_does_not_have_is_noticed_before_it_is_sent(by_http: Client) -> None:
    async with by_http as session:
        with pytest.raises(GraphQLError, match="noSuchField"):
            await session.execute(gql("{ noSuchField }"))


async def test_an_error_keeps_its_code(by_http: Client) -> None:
    async with by_http as session:
        with pytest.raises(TransportQueryError) as failure:
            await session.execute(gql('{ searchPlugins(query: "") { score } }'))
    errors = failure.value.errors
    assert errors
    assert errors[0]["extensions"]["code"] == "INVALID_INPUT"


async def test_a_subscription_is_followed_to_its_end(by_socket: Client, instance: str) -> None:
    request = GraphQLRequest(PROGRESS, variable_values={"instance": instance})
    async with by_socket as session:
        updates = [update async for update in session.subscribe(request)]
    stages = [update["installProgress"]["stage"] for update in updates]
    assert (stages[0], stages[-1]) == ("QUEUED", "DONE")


async def test_a_wrong_token_is_refused(socket: str) -> None:
    client = Client(transport=WebsocketsTransport(socket, init_payload={"Authorization": "wrong"}))
    with pytest.raises(TransportConnectionFailed) as failure:
        await client.execute_async(gql("{ __typename }"))
    assert "4403" in str(failure.value.__cause__)
