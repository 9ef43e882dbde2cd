"""One event stream for many operations."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.serving import ServerProcess
from tests.subscriptions.conftest import Serving
from tests.subscriptions.slow_api import diary
from tests.subscriptions.sse.events import STREAM, Event, events_of

FOLLOW = 'subscription { follow(name: "f") }'
SILENCE = "subscription { silence }"
HEADER = "X-GraphQL-Event-Stream-Token"


async def reserve(client: httpx.AsyncClient) -> str:
    """Reserve a stream and present it with every request from now on."""
    response = await client.put("/graphql/stream")
    assert response.status_code == 201
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    client.headers[HEADER] = response.text
    return response.text


async def start(client: httpx.AsyncClient, operation: str | None, query: str) -> httpx.Response:
    body = {"query": query, "extensions": {"operationId": operation}}
    return await client.post("/graphql/stream", json=body)


@asynccontextmanager
async def connected(client: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[Event]]:
    async with client.stream("GET", "/graphql/stream", headers=STREAM) as response:
        assert response.status_code == 200
        yield events_of(response)


async def next_of(events: AsyncIterator[Event], operation: str) -> Event:
    async with asyncio.timeout(5):
        while True:
            event = await anext(events)
            if event.data["id"] == operation:
                return event


def code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    text: str = error["extensions"]["code"]
    return text


class TestOperations:
    async def test_each_has_its_events(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        async with connected(slow) as events:
            assert (await start(slow, "a", "{ __typename }")).status_code == 202
            answer = await anext(events)
            assert (answer.name, answer.data["id"]) == ("next", "a")
            assert answer.data["payload"]["data"] == {"__typename": "Query"}
            assert await anext(events) == Event("complete", {"id": "a"})
            await start(slow, "f", FOLLOW)
            await start(slow, "w", '{ wait(name: "w") }')
            assert (await next_of(events, "f")).data["payload"]["data"] == {"follow": 0}
            assert (await next_of(events, "w")).data["payload"]["data"] == {"wait": "w"}

    async def test_answers_wait_for_the_connection(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        assert (await start(slow, "f", FOLLOW)).status_code == 202
        await asyncio.sleep(0.2)
        async with connected(slow) as events:
            heard = [await anext(events) for _ in range(5)]
        assert [event.data["payload"]["data"]["follow"] for event in heard] == [0, 1, 2, 3, 4]

    async def test_what_is_invalid_is_told_at_once(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        async with connected(slow) as events:
            for query in ("{", "{ nothing }"):
                refusal = await start(slow, "a", query)
                assert refusal.status_code == 400
                assert code(refusal).startswith("GRAPHQL_")
            await start(slow, "a", "{ __typename }")
            assert (await anext(events)).data["payload"]["data"] == {"__typename": "Query"}

    async def test_ids_are_required_and_taken_once(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        assert code(await start(slow, None, FOLLOW)) == "BAD_REQUEST"
        assert (await start(slow, "f", SILENCE)).status_code == 202
        again = await start(slow, "f", SILENCE)
        assert (again.status_code, code(again)) == (409, "OPERATION_EXISTS")

    async def test_they_can_be_stopped(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        async with connected(slow) as events:
            await start(slow, "f", FOLLOW)
            await next_of(events, "f")
            stopped = await slow.delete("/graphql/stream", params={"operationId": "f"})
            assert stopped.status_code == 200
            await diary.wait_for("f closed")
            assert (await start(slow, "f", SILENCE)).status_code == 202
        assert code(await slow.delete("/graphql/stream")) in ("BAD_REQUEST", "STREAM_NOT_FOUND")

    async def test_they_end_with_the_connection(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        async with connected(slow) as events:
            await start(slow, "f", FOLLOW)
            await next_of(events, "f")
        await diary.wait_for("f closed")
        assert code(await start(slow, "f", FOLLOW)) == "STREAM_NOT_FOUND"


class TestReservation:
    async def test_it_has_one_reader(self, slow: httpx.AsyncClient) -> None:
        await reserve(slow)
        async with connected(slow):
            second = await slow.get("/graphql/stream", headers=STREAM)
            assert (second.status_code, code(second)) == (409, "STREAM_IN_USE")

    async def test_the_address_may_carry_the_token(self, slow: httpx.AsyncClient) -> None:
        params = {"token": await reserve(slow)}
        del slow.headers[HEADER]
        async with slow.stream("GET", "/graphql/stream", params=params, headers=STREAM) as stream:
            assert stream.status_code == 200

    async def test_it_must_be_used_in_time(self, server: ServerProcess) -> None:
        async with httpx.AsyncClient(base_url=server.url) as client:
            await reserve(client)
            await asyncio.sleep(0.8)
            late = await client.get("/graphql/stream", headers=STREAM)
            assert (late.status_code, code(late)) == (404, "STREAM_NOT_FOUND")

    async def test_it_counts_as_a_connection_until_then(self, serving: Serving) -> None:
        limits: dict[str, Any] = {"ws_connections_per_caller": 1, "sse_reservation_seconds": 0.3}
        async with serving(**limits) as url, httpx.AsyncClient(base_url=url) as client:
            await reserve(client)
            second = await client.put("/graphql/stream")
            assert (second.status_code, code(second)) == (429, "TOO_MANY_CONNECTIONS")
            await asyncio.sleep(0.6)
            await reserve(client)

    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    async def test_it_is_nothing_to_anybody_else(
        self, server: ServerProcess, owner: str, method: str
    ) -> None:
        mine = {"authorization": f"Bearer {owner}"}
        other = {"authorization": f"Bearer {await server.token('org_user')}"}
        body = {"query": "{ __typename }", "extensions": {"operationId": "a"}}
        request = {"json": body} if method == "POST" else {"params": {"operationId": "a"}}
        async with httpx.AsyncClient(base_url=server.url, headers=mine) as client:
            unknown = await client.request(
                method, "/graphql/stream", headers=other | STREAM | {HEADER: "x" * 43}, **request
            )
            await reserve(client)
            foreign = await client.request(
                method, "/graphql/stream", headers=other | STREAM, **request
            )
        assert unknown.status_code == foreign.status_code == 404
        assert unknown.json() == foreign.json()


async def test_without_a_token_a_stream_carries_one_operation(slow: httpx.AsyncClient) -> None:
    body = {"query": "{ __typename }"}
    async with slow.stream("POST", "/graphql/stream", json=body, headers=STREAM) as response:
        answer, _ = [event async for event in events_of(response)]
    assert answer.data["data"] == {"__typename": "Query"}


async def test_other_methods_are_refused(slow: httpx.AsyncClient) -> None:
    response = await slow.patch("/graphql/stream")
    assert (response.status_code, code(response)) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "GET, POST, PUT, DELETE"
