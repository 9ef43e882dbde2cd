"""Operations that take long, fail, or lose their client; and several in one request."""

import asyncio

import httpx
import pytest

from tests.subscriptions.conftest import Serving
from tests.subscriptions.slow_api import SECONDS, diary


def wait(name: str, seconds: float = SECONDS) -> dict[str, str]:
    return {"query": f'{{ wait(name: "{name}", seconds: {seconds}) }}'}


def write(name: str) -> dict[str, str]:
    return {"query": f'mutation {{ write(name: "{name}") }}'}


class TestBatch:
    async def test_answers_come_in_order_and_faults_stay_apart(
        self, slow: httpx.AsyncClient
    ) -> None:
        asked = [wait("a"), {"query": "{ fault }"}, {"query": "{"}, wait("b")]
        response = await slow.post("/graphql", json=asked)
        assert response.status_code == 200
        first, fault, broken, last = response.json()
        assert (first["data"], last["data"]) == ({"wait": "a"}, {"wait": "b"})
        assert fault["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert broken["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
        assert "secret" not in response.text

    async def test_queries_run_side_by_side(self, slow: httpx.AsyncClient) -> None:
        asked = [wait(str(number), seconds=2) for number in range(5)]
        response = await slow.post("/graphql", json=asked)
        assert len(response.json()) == 5
        assert all(entry.endswith("began") for entry in diary.entries[:5])

    async def test_mutations_run_in_order(self, slow: httpx.AsyncClient) -> None:
        asked = [write("a"), wait("q"), write("b"), {"query": "{"}, write("c")]
        await slow.post("/graphql", json=asked)
        written = [entry for entry in diary.entries if not entry.startswith("q")]
        assert written == [f"{name} {what}" for name in "abc" for what in ("began", "ended")]

    async def test_a_subscription_in_it_is_refused_alone(self, slow: httpx.AsyncClient) -> None:
        asked = [{"query": "subscription { silence }"}, {"query": "{ __typename }"}]
        refused, answered = (await slow.post("/graphql", json=asked)).json()
        assert refused["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"
        assert answered["data"] == {"__typename": "Query"}


class TestTime:
    async def test_a_query_may_not_take_longer_than_the_limit(self, serving: Serving) -> None:
        async with serving(operation_seconds=0.1) as url, httpx.AsyncClient(base_url=url) as client:
            response = await client.post("/graphql", json=wait("a"))
            (error,) = response.json()["errors"]
            assert error["extensions"]["code"] == "OPERATION_TIMED_OUT"
            assert diary.entries == ["a began", "a broken off"]

    async def test_a_mutation_is_not_broken_off(self, serving: Serving) -> None:
        async with serving(operation_seconds=0.1) as url, httpx.AsyncClient(base_url=url) as client:
            response = await client.post("/graphql", json=write("a"))
            assert response.json()["data"] == {"write": "a"}


class TestGoneClient:
    async def test_its_query_is_broken_off(self, slow: httpx.AsyncClient) -> None:
        with pytest.raises(httpx.ReadTimeout):
            await slow.post("/graphql", json=wait("a"), timeout=SECONDS / 2)
        await diary.wait_for("a broken off")

    async def test_its_mutation_ends(self, slow: httpx.AsyncClient) -> None:
        with pytest.raises(httpx.ReadTimeout):
            await slow.post("/graphql", json=write("a"), timeout=SECONDS / 2)
        await diary.wait_for("a ended")

    async def test_the_mutations_of_its_batch_end_in_order(self, slow: httpx.AsyncClient) -> None:
        asked = [write("a"), wait("q"), write("b")]
        with pytest.raises(httpx.ReadTimeout):
            await slow.post("/graphql", json=asked, timeout=SECONDS / 2)
        await diary.wait_for("q broken off", "b ended")
        assert diary.entries.index("a ended") < diary.entries.index("b began")


async def write_without_end(writer: asyncio.StreamWriter, request: bytes) -> None:
    while True:
        writer.write(request)
        await writer.drain()


async def test_a_client_that_does_not_read_a_large_answer_is_dropped(serving: Serving) -> None:
    async with serving(write_seconds=0.3) as url:
        host, port = url.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port), limit=1000)
        body = b'{"query":"{ wait(name: \\"%b\\", seconds: 0) }"}' % (b"x" * 90_000)
        head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        async with asyncio.timeout(20):
            with pytest.raises(ConnectionError):
                await write_without_end(writer, request)
        writer.close()
