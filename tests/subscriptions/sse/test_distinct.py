"""One event stream for each operation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from tests.subscriptions.conftest import Serving
from tests.subscriptions.slow_api import diary
from tests.subscriptions.sse.events import STREAM, Event, events_of

FOLLOW = {"query": 'subscription { follow(name: "f") }'}


async def all_events(client: httpx.AsyncClient, query: str, **request: Any) -> list[Event]:  # noqa: ANN401
    async with client.stream(
        "POST", "/graphql", json={"query": query}, headers=STREAM, **request
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        return [event async for event in events_of(response)]


class TestOperation:
    async def test_a_query_has_one_event_and_the_end(self, slow: httpx.AsyncClient) -> None:
        answer, end = await all_events(slow, "{ __typename }")
        assert (answer.name, answer.data["data"]) == ("next", {"__typename": "Query"})
        assert end == Event("complete", None)

    async def test_mutations_may_be_sent_by_post_only(self, slow: httpx.AsyncClient) -> None:
        answer, _ = await all_events(slow, 'mutation { write(name: "a", seconds: 0) }')
        assert answer.data["data"] == {"write": "a"}
        diary.entries.clear()
        params = {"query": 'mutation { write(name: "a", seconds: 0) }'}
        async with slow.stream("GET", "/graphql", params=params, headers=STREAM) as response:
            refusal, _ = [event async for event in events_of(response)]
        assert refusal.data["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert diary.entries == []

    @pytest.mark.parametrize("query", ["{", "{ nothing }", "subscription { nothing }"])
    async def test_what_is_invalid_is_told_as_an_event(
        self, slow: httpx.AsyncClient, query: str
    ) -> None:
        answer, end = await all_events(slow, query)
        assert answer.data["errors"][0]["extensions"]["code"].startswith("GRAPHQL_")
        assert end.name == "complete"

    async def test_a_fault_ends_it_with_a_masked_error(self, slow: httpx.AsyncClient) -> None:
        first, fault, end = await all_events(slow, "subscription { broken }")
        assert first.data["data"] == {"broken": 1}
        assert fault.data["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert end.name == "complete"

    async def test_a_client_that_leaves_ends_it(self, slow: httpx.AsyncClient) -> None:
        async with slow.stream("POST", "/graphql", json=FOLLOW, headers=STREAM) as response:
            assert (await anext(events_of(response))).data["data"] == {"follow": 0}
        await diary.wait_for("f closed")


async def parts(response: httpx.Response) -> AsyncIterator[bytes]:
    async for part in response.aiter_raw():
        yield part


async def test_silence_is_broken_by_heart_beats(serving: Serving) -> None:
    async with serving(ws_ping_seconds=0.1) as url, httpx.AsyncClient(base_url=url) as client:
        query = {"query": "subscription { silence }"}
        async with client.stream("POST", "/graphql", json=query, headers=STREAM) as response:
            beats = parts(response)
            assert [await anext(beats) for _ in range(4)] == [b":\n\n"] * 4


async def test_it_ends_with_the_token(serving: Serving, token: Callable[[float], str]) -> None:
    async with serving() as url, httpx.AsyncClient(base_url=url) as client:
        headers = STREAM | {"authorization": f"Bearer {token(2)}"}
        async with client.stream("POST", "/graphql", json=FOLLOW, headers=headers) as response:
            async with asyncio.timeout(5):
                events = [event async for event in events_of(response)]
        assert {event.name for event in events} == {"next"}
        await diary.wait_for("f closed")


async def test_a_client_that_stops_reading_is_dropped(serving: Serving) -> None:
    flood = {"query": 'subscription { flood(name: "flood") }'}
    async with (
        serving(write_seconds=0.3) as url,
        httpx.AsyncClient(base_url=url) as client,
        client.stream("POST", "/graphql", json=flood, headers=STREAM) as response,
    ):
        await diary.wait_for("flood closed")
        with pytest.raises(httpx.TransportError):
            _ = [part async for part in response.aiter_raw()]


async def answered(client: httpx.AsyncClient) -> bool:
    response = await client.post("/graphql", json={"query": "{ __typename }"}, headers=STREAM)
    return response.status_code == 200


async def test_streams_count_as_connections(serving: Serving) -> None:
    limits = {"ws_connections_per_caller": 1}
    async with serving(**limits) as url, httpx.AsyncClient(base_url=url) as client:
        async with client.stream("POST", "/graphql", json=FOLLOW, headers=STREAM) as response:
            assert response.status_code == 200
            refusal = await client.post("/graphql", json=FOLLOW, headers=STREAM)
            assert refusal.status_code == 429
            (error,) = refusal.json()["errors"]
            assert error["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
        await diary.wait_for("f closed")
        async with asyncio.timeout(5):
            while not await answered(client):
                pass
