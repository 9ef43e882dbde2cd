"""``graphql-transport-ws``, to the letter."""

import asyncio

import httpx
import pytest

from tests.serving import ServerProcess
from tests.subscriptions.conversation import Json, begun, opened

EVENTS = "subscription ($group: ID!) { events(group: $group) { cursor } }"
HELLO = {"query": "{ __typename }"}
INIT = {"type": "connection_init"}


async def group(server: ServerProcess, token: str) -> str:
    client = server.client(token)
    identifier = await client.group_id()
    await client.close()
    return identifier


class TestInvalidMessage:
    @pytest.mark.parametrize(
        "message",
        [
            *("[]", '"text"', "null", "7", "{", "", "{}", '{"type": null}', '{"type": ["ping"]}'),
            *('{"type": "next"}', '{"type": "subscribe"}', '{"type": "complete"}'),
            *('{"type": "ping", "payload": 1}', '{"type": "pong", "payload": []}'),
            '{"type": "connection_init", "payload": "token"}',
            '{"type": "connection_init", "payload": {"Authorization": 7}}',
            '{"type": "complete", "id": ""}',
            '{"type": "complete", "id": 1}',
            '{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}',
            '{"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}}',
            '{"type": "subscribe", "id": "1", "payload": {}}',
            '{"type": "subscribe", "id": "1", "payload": [1]}',
            '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}',
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "operationName": 1}}',
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "extensions": ""}}',
            b'{"type": "ping"}',
        ],
    )
    async def test_it_closes_the_socket(self, server: ServerProcess, message: str | bytes) -> None:
        async with opened(server.url) as conversation:
            await conversation.say(message)
            code, reason = await conversation.end()
        assert code == 4400
        assert reason

    async def test_a_large_one_closes_it_too(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            await conversation.say({"type": "ping", "payload": {"text": "x" * 5000}})
            code, _ = await conversation.end()
        assert code == 1009

    async def test_text_that_is_no_utf8_closes_it_without_a_word_in_the_log(
        self, server: ServerProcess
    ) -> None:
        async with opened(server.url) as conversation:
            await conversation.socket.send(b'{"type": "ping\xff"}', text=True)
            code, _ = await conversation.end()
        assert code == 1007
        assert "UTF-8" not in server.log()

    async def test_it_may_be_the_last_word_of_a_client_that_closes(
        self, server: ServerProcess
    ) -> None:
        async with opened(server.url) as conversation:
            socket = conversation.socket
            socket.protocol.send_text(b"\xff")
            socket.protocol.send_close(1000)
            socket.transport.write(b"".join(socket.protocol.data_to_send()))
            code, _ = await conversation.end()
        assert code == 1000
        assert "Fatal error" not in server.log()


class TestHandshake:
    @pytest.mark.parametrize("subprotocols", [[], ["graphql-ws"]])
    async def test_the_subprotocol_is_required(
        self, server: ServerProcess, subprotocols: list[str]
    ) -> None:
        options = {"subprotocols": subprotocols or None}
        async with opened(server.url, **options) as conversation:
            code, _ = await conversation.end()
        assert code == 4406

    async def test_the_init_must_come_in_time(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            ended = await conversation.end()
        assert ended == (4408, "Connection initialisation timeout")

    async def test_there_is_only_one(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            await conversation.say(INIT, INIT)
            ended = await conversation.end()
        assert ended == (4429, "Too many initialisation requests")

    async def test_nothing_runs_before_it(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            await conversation.subscribe("1", "{ __typename }")
            assert await conversation.end() == (4401, "Unauthorized")

    async def test_a_bad_token_is_forbidden(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            await conversation.say(INIT | {"payload": {"authorization": "Bearer nothing"}})
            code, reason = await conversation.end()
        assert code == 4403
        assert reason.startswith("Forbidden: ")

    async def test_the_upgrade_may_carry_the_token(self, server: ServerProcess, owner: str) -> None:
        headers = {"Authorization": f"Bearer {owner}"}
        async with begun(server.url, additional_headers=headers) as conversation:
            await conversation.subscribe("1", "{ me { username } }")
            answer = await conversation.hear()
        assert answer["payload"]["data"]["me"]["username"] == "demo-org-owner"

    async def test_pings_are_answered_at_any_time(self, server: ServerProcess) -> None:
        async with opened(server.url) as conversation:
            await conversation.say({"type": "ping"})
            assert await conversation.hear() == {"type": "pong"}
            await conversation.say({"type": "pong"}, INIT, {"type": "ping", "payload": {"a": 1}})
            assert await conversation.hear() == {"type": "connection_ack"}
            assert await conversation.hear() == {"type": "pong"}


class TestOperation:
    @pytest.mark.parametrize("query", ["query { __typename }", "mutation { __typename }"])
    async def test_one_result_is_followed_by_complete(
        self, server: ServerProcess, query: str
    ) -> None:
        async with begun(server.url) as conversation:
            await conversation.subscribe("a", query)
            answer = await conversation.hear()
            assert (answer["id"], answer["type"]) == ("a", "next")
            assert await conversation.hear() == {"id": "a", "type": "complete"}

    @pytest.mark.parametrize(
        ("payload", "code"),
        [
            ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
            ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
            (
                {"query": "query A { __typename }", "operationName": "B"},
                "GRAPHQL_VALIDATION_FAILED",
            ),
            (
                {"query": "query A { __typename } query B { __typename }"},
                "GRAPHQL_VALIDATION_FAILED",
            ),
            ({"query": "query ($a: ID!) { node(id: $a) { id } }"}, "GRAPHQL_VALIDATION_FAILED"),
            (
                {"query": 'subscription { events(group: "group_x") { cursor } }'},
                "NOT_FOUND",
            ),
        ],
    )
    async def test_a_bad_one_ends_alone(
        self, server: ServerProcess, owner: str, payload: Json, code: str
    ) -> None:
        here = await group(server, owner)
        async with begun(server.url, owner) as conversation:
            await conversation.subscribe("neighbour", EVENTS, group=here)
            await conversation.say({"id": "bad", "type": "subscribe", "payload": payload})
            error = await conversation.hear()
            assert (error["id"], error["type"]) == ("bad", "error")
            assert error["payload"][0]["extensions"]["code"] == code
            await conversation.subscribe("bad", "{ __typename }")
            answer = await conversation.hear()
            assert answer["payload"]["data"] == {"__typename": "Query"}
            assert await conversation.hear() == {"id": "bad", "type": "complete"}
            await conversation.subscribe("neighbour", "{ __typename }")
            assert (await conversation.end())[0] == 4409  # it was still running

    async def test_ids_that_run_are_taken(self, server: ServerProcess, owner: str) -> None:
        async with begun(server.url, owner) as conversation:
            here = await group(server, owner)
            await conversation.subscribe("x", EVENTS, group=here)
            await conversation.subscribe("x", "{ __typename }")
            assert await conversation.end() == (4409, "Subscriber for x already exists")

    async def test_a_long_id_still_fits_a_close_frame(
        self, server: ServerProcess, owner: str
    ) -> None:
        async with begun(server.url, owner) as conversation:
            here = await group(server, owner)
            for _ in range(2):
                await conversation.subscribe("ü" * 500, EVENTS, group=here)
            code, reason = await conversation.end()
        assert code == 4409
        assert len(reason.encode()) in (122, 123)

    async def test_what_the_client_completes_is_silent_and_its_id_free(
        self, server: ServerProcess, owner: str
    ) -> None:
        here = await group(server, owner)
        async with begun(server.url, owner) as conversation:
            for _ in range(20):
                await conversation.subscribe("x", EVENTS, group=here)
                await conversation.say({"id": "x", "type": "complete"})
            await conversation.subscribe("x", "{ __typename }")
            answer = await conversation.hear()
            assert (answer["id"], answer["type"]) == ("x", "next")
            assert await conversation.hear() == {"id": "x", "type": "complete"}

    async def test_completing_what_is_unknown_is_no_error(self, server: ServerProcess) -> None:
        async with begun(server.url) as conversation:
            await conversation.say({"id": "nobody", "type": "complete"})
            await conversation.subscribe("1", "{ __typename }")
            assert (await conversation.hear())["type"] == "next"

    async def test_more_than_the_limit_are_refused_one_by_one(
        self, server: ServerProcess, owner: str
    ) -> None:
        here = await group(server, owner)
        async with begun(server.url, owner) as conversation:
            for number in range(4):
                await conversation.subscribe(f"{number}", EVENTS, group=here)
            refusal = await conversation.hear()
            assert (refusal["id"], refusal["type"]) == ("3", "error")
            assert refusal["payload"][0]["extensions"]["code"] == "CONNECTION_BUSY"
            await conversation.say({"id": "0", "type": "complete"})
            await asyncio.sleep(0.2)
            await conversation.subscribe("3", "{ __typename }")
            assert (await conversation.hear())["type"] == "next"


async def test_the_server_closes_its_sockets_when_it_stops(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    process = ServerProcess(tmp_path_factory.mktemp("stopping") / "data", ONE_SYNC_ON_START="false")
    await process.start()
    async with begun(process.url) as conversation, httpx.AsyncClient() as client:
        token = (await client.put(f"{process.url}/graphql/stream")).text
        address = f"{process.url}/graphql/stream?token={token}"
        headers = {"accept": "text/event-stream"}
        async with client.stream("GET", address, headers=headers) as stream:
            stopping = asyncio.create_task(asyncio.to_thread(process.stop))
            assert (await conversation.end())[0] == 1012
            with pytest.raises(httpx.RemoteProtocolError):
                _ = [part async for part in stream.aiter_bytes()]
            assert await stopping == 0
    assert "Traceback" not in process.log()
