"""Operations by hash, over HTTP and WebSocket, and servers with a list of them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import get_introspection_query

from tests.people import People
from tests.serving import GraphQLClient, ServerProcess, SubscriptionFailed

LISTED = "query Listed { __typename }"
Start = Callable[..., AbstractAsyncContextManager[GraphQLClient]]


def by_hash(document: str) -> dict[str, Any]:
    digest = sha256(document.encode()).hexdigest()
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}


async def post(client: GraphQLClient, **body: object) -> Any:  # noqa: ANN401 - JSON
    return (await client.http.post("/graphql", json=body)).json()


def code(answer: Any) -> str:  # noqa: ANN401 - JSON
    found: str = answer["errors"][0]["extensions"]["code"]
    return found


async def test_a_client_sends_the_hash_then_both_then_the_hash_alone(people: People) -> None:
    document = "query ByHash { __typename }"
    first = await post(people.stranger, **by_hash(document))
    assert first["errors"][0]["message"] == "PersistedQueryNotFound"
    assert code(first) == "PERSISTED_QUERY_NOT_FOUND"

    for body in ({"query": document, **by_hash(document)}, by_hash(document)):
        answer = await post(people.stranger, **body)
        assert answer["data"] == {"__typename": "Query"}


async def test_a_registered_query_runs_by_get(people: People) -> None:
    document = "query ByGet($n: Int) { plugins(first: $n) { nodes { id } } }"
    await post(people.stranger, query=document, **by_hash(document))
    parameters = {
        "extensions": orjson.dumps(by_hash(document)["extensions"]).decode(),
        "variables": '{"n": 0}',
    }
    answer = (await people.stranger.http.get("/graphql", params=parameters)).json()
    assert answer["data"] == {"plugins": {"nodes": []}}


async def test_the_hash_of_another_query_is_refused(people: People) -> None:
    answer = await post(people.stranger, query="{ __typename }", **by_hash("{ other }"))
    assert code(answer) == "PERSISTED_QUERY_MISMATCH"


async def test_a_query_that_is_refused_is_not_registered(people: People) -> None:
    for document in ("{ unknown }", "{", "{" + "__typename " * 21 + "}"):
        await post(people.stranger, query=document, **by_hash(document))
        answer = await post(people.stranger, **by_hash(document))
        assert code(answer) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts a server with other settings; gives a stranger's client of it."""

    @asynccontextmanager
    async def run(**settings: str) -> AsyncIterator[GraphQLClient]:
        server = ServerProcess(tmp_path / "data", ONE_SYNC_ON_START="false", **settings)
        await server.start()
        client = server.client()
        try:
            yield client
        finally:
            await client.close()
            server.end()

    return run


async def test_a_server_with_a_list_runs_what_is_on_it_and_nothing_else(
    start: Start, tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(orjson.dumps({"listed": LISTED}))
    async with start(ONE_PERSISTED_OPERATIONS=str(manifest)) as client:
        named = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "listed"}}}
        for body in (by_hash(LISTED), named, {"query": LISTED}):
            assert (await post(client, **body))["data"] == {"__typename": "Query"}
        other = "query Other { __typename }"
        for query in (other, f"{LISTED} ", get_introspection_query()):
            assert await client.error_code(query) == "OPERATION_NOT_ALLOWED"
            answer = await post(client, query=query, **by_hash(query))
            assert code(answer) == "OPERATION_NOT_ALLOWED"
        with pytest.raises(SubscriptionFailed) as caught:
            await client.all_updates("subscription { syncProgress { done } }")
        assert caught.value.code == "OPERATION_NOT_ALLOWED"


async def test_a_server_without_introspection_does_not_tell_its_schema(start: Start) -> None:
    async with start(ONE_INTROSPECTION="false", ONE_QUERY_COST="5") as client:
        assert await client.error_code(get_introspection_query()) == "INTROSPECTION_DISABLED"
        assert await client.data("{ __typename }") == {"__typename": "Query"}
        assert await client.error_code("{ plugins { nodes { id } } }") == "QUERY_TOO_COSTLY"


async def test_a_server_does_not_start_with_a_list_that_cannot_be_read(
    start: Start, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match="ONE_PERSISTED_OPERATIONS="):
        async with start(ONE_PERSISTED_OPERATIONS=str(tmp_path / "nowhere.json")):
            pass
