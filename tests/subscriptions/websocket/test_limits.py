"""What a socket may not do: be silent, idle or deaf, or outlive its token."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.subscriptions.conftest import Serving
from tests.subscriptions.conversation import begun, opened
from tests.subscriptions.slow_api import diary

FOLLOW = 'subscription { follow(name: "f") }'
FLOOD = 'subscription { flood(name: "flood") }'
SILENCE = "subscription { silence }"


def resident_mib() -> float:
    """What this process, in which the server runs, holds in memory."""
    status = Path("/proc/self/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


class TestPing:
    async def test_a_client_that_never_answers_is_dropped(self, serving: Serving) -> None:
        async with serving(ws_ping_seconds=0.2) as url, begun(url) as conversation:
            assert await conversation.end() == (4408, "Pong timeout")

    async def test_a_client_that_answers_stays(self, serving: Serving) -> None:
        async with serving(ws_ping_seconds=0.2) as url, begun(url) as conversation:
            for _ in range(5):
                assert json.loads(await conversation.socket.recv()) == {"type": "ping"}
                await conversation.say({"type": "pong"})
            await conversation.subscribe("1", "{ __typename }")
            assert (await conversation.hear())["type"] == "next"


class TestIdleness:
    async def test_without_operations_a_socket_is_closed(self, serving: Serving) -> None:
        async with serving(ws_idle_seconds=0.3) as url, begun(url) as conversation:
            assert await conversation.end() == (1000, "Idle")

    async def test_a_running_operation_keeps_it_open(self, serving: Serving) -> None:
        async with serving(ws_idle_seconds=0.3) as url, begun(url) as conversation:
            await conversation.subscribe("1", SILENCE)
            await asyncio.sleep(0.8)
            await conversation.subscribe("2", "{ __typename }")
            assert (await conversation.hear())["type"] == "next"
            await conversation.say({"type": "complete", "id": "1"})
            assert await conversation.end() == (1000, "Idle")


class TestExpiry:
    async def test_it_ends_the_socket(
        self, serving: Serving, token: Callable[[float], str]
    ) -> None:
        async with serving() as url, begun(url, token(2)) as conversation:
            await conversation.subscribe("1", FOLLOW)
            assert await conversation.end() == (4403, "Token expired")
            await diary.wait_for("f closed")


class TestConnections:
    async def test_one_caller_has_a_share(
        self, serving: Serving, token: Callable[[float], str]
    ) -> None:
        async with serving(ws_connections_per_caller=2) as url, AsyncExitStack() as stack:
            for _ in range(2):
                await stack.enter_async_context(begun(url, token(60)))
            async with opened(url) as conversation:
                payload = {"Authorization": f"Bearer {token(60)}"}
                await conversation.say({"type": "connection_init", "payload": payload})
                assert await conversation.end() == (1013, "You have 2 connections open.")
            await stack.enter_async_context(begun(url))  # somebody else has one of their own

    async def test_the_server_has_a_limit(self, serving: Serving) -> None:
        async with serving(ws_connections=1) as url:
            async with begun(url):
                with pytest.raises(InvalidStatus) as refusal:
                    await opened(url).__aenter__()
                response = refusal.value.response
                assert response.status_code == 429
                (error,) = json.loads(response.body or b"")["errors"]
                assert error["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
                async with httpx.AsyncClient(base_url=url) as client:
                    headers = {"accept": "text/event-stream"}
                    answer = await client.get(
                        "/graphql", params={"query": SILENCE}, headers=headers
                    )
                    assert answer.status_code == 429
            await asyncio.sleep(0.2)
            async with begun(url):
                pass


class TestDeafClient:
    async def test_it_is_dropped_and_told_to_resume(self, serving: Serving) -> None:
        async with serving(write_seconds=0.5) as url, begun(url, max_queue=1) as conversation:
            before = resident_mib()
            await conversation.subscribe("1", FLOOD)
            await diary.wait_for("flood closed")
            assert resident_mib() - before < 30
            code, reason = await conversation.end()
            assert (code, reason) == (4499, "Slow consumer: resume from your last cursor")

    async def test_it_may_wake_up_before_it_is_cut_off(
        self, serving: Serving, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(write_seconds=0.5) as url, begun(url, max_queue=1) as conversation:
            await conversation.subscribe("1", FLOOD)
            await asyncio.sleep(0.3)
            await conversation.say({"type": "ping"})  # the answer waits, and so does the reader
            await asyncio.sleep(0.7)
            assert (await conversation.end())[0] == 4499
            await diary.wait_for("flood closed")
        assert [record for record in caplog.records if record.levelname == "ERROR"] == []

    async def test_it_disturbs_nobody(self, serving: Serving) -> None:
        async with (
            serving(write_seconds=0.5) as url,
            begun(url, max_queue=1, close_timeout=0.2) as deaf,
            begun(url) as neighbour,
        ):
            await deaf.subscribe("1", FLOOD)
            await neighbour.subscribe("1", FOLLOW)
            await diary.wait_for("flood closed")
            numbers = [(await neighbour.hear())["payload"]["data"]["follow"] for _ in range(50)]
            assert numbers == list(range(50))

    async def test_it_cannot_have_pings_answered_without_end(self, serving: Serving) -> None:
        async with serving(write_seconds=0.5) as url, begun(url, close_timeout=0.2) as conversation:
            transport = conversation.socket.transport
            transport.pause_reading()
            before = resident_mib()
            frame = b"\x89\xfd\x00\x00\x00\x00" + b"x" * 125
            async with asyncio.timeout(20):
                while resident_mib() - before < 30 and not transport.is_closing():
                    transport.write(frame * 1000)
                    if transport.get_write_buffer_size() > 1_000_000:
                        break
                    await asyncio.sleep(0)
            assert resident_mib() - before < 30


class TestNeighbours:
    async def test_a_fault_in_one_operation_ends_only_that(self, serving: Serving) -> None:
        async with serving() as url, begun(url) as conversation:
            await conversation.subscribe("good", SILENCE)
            await conversation.subscribe("bad", "subscription { broken }")
            assert (await conversation.hear())["payload"]["data"] == {"broken": 1}
            message = await conversation.hear()
            assert (message["id"], message["type"]) == ("bad", "error")
            (error,) = message["payload"]
            assert error["extensions"]["code"] == "INTERNAL"
            assert "secret" not in json.dumps(message)
            await conversation.subscribe("good", "{ __typename }")
            assert (await conversation.end())[0] == 4409

    async def test_completing_breaks_off_a_query_but_no_mutation(self, serving: Serving) -> None:
        async with serving() as url, begun(url) as conversation:
            await conversation.subscribe("1", '{ wait(name: "query") }')
            await conversation.subscribe("2", 'mutation { write(name: "mutation") }')
            await diary.wait_for("query began", "mutation began")
            await conversation.say(*({"type": "complete", "id": each} for each in "12"))
            await diary.wait_for("query broken off", "mutation ended")
            await conversation.subscribe("3", "{ __typename }")
            assert (await conversation.hear())["id"] == "3"

    async def test_after_complete_nothing_more_is_said(self, serving: Serving) -> None:
        async with serving() as url, begun(url) as conversation:
            await conversation.subscribe("1", FOLLOW)
            await conversation.hear()
            await conversation.say({"type": "complete", "id": "1"}, {"type": "ping"})
            while await conversation.hear() != {"type": "pong"}:
                pass
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(conversation.socket.recv(), 0.3)

    async def test_leaving_ends_everything_but_mutations(self, serving: Serving) -> None:
        async with serving() as url:
            async with begun(url) as conversation:
                await conversation.subscribe("1", FOLLOW)
                await conversation.subscribe("2", 'mutation { write(name: "mutation") }')
                await conversation.subscribe("3", '{ wait(name: "query") }')
                await diary.wait_for("query began", "mutation began")
            await diary.wait_for("f closed", "query broken off", "mutation ended")

    async def test_a_query_that_takes_too_long_is_broken_off(self, serving: Serving) -> None:
        async with serving(operation_seconds=0.1) as url, begun(url) as conversation:
            await conversation.subscribe("1", '{ wait(name: "query") }')
            message = await conversation.hear()
            assert message["type"] == "error"
            assert message["payload"][0]["extensions"]["code"] == "OPERATION_TIMED_OUT"
            await diary.wait_for("query broken off")
            await conversation.subscribe("2", 'mutation { write(name: "mutation") }')
            assert (await conversation.hear())["payload"]["data"] == {"write": "mutation"}
