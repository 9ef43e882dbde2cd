"""The stand-in for Discord lets its bot in, by REST and by the gateway, and nobody else."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from tests.loopback import serve
from tests.standins.asking import asking
from tests.standins.discord_api import DiscordApi
from tests.standins.discord_gateway import (
    ACKNOWLEDGED,
    AUTHENTICATION_FAILED,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID_INTENTS,
)
from tests.standins.stand_in import Json

PROPERTIES = {"os": "linux", "browser": "test", "device": "test"}


@pytest.fixture
def api() -> DiscordApi:
    return DiscordApi()


@asynccontextmanager
async def gateway(api: DiscordApi) -> AsyncIterator[ClientConnection]:
    """A connection on which HELLO was heard."""
    async with serve(api.app) as port, connect(f"ws://127.0.0.1:{port}/?v=10") as socket:
        assert json.loads(await socket.recv())["op"] == HELLO
        yield socket


async def say(socket: ClientConnection, kind: int, said: Json) -> Json:
    await socket.send(json.dumps({"op": kind, "d": said}))
    return json.loads(await socket.recv())


async def test_its_bot_is_told_where_the_gateway_is(api: DiscordApi) -> None:
    async with asking(api, authorization=f"Bot {api.token}") as client:
        gateway = (await client.get("/api/v10/gateway/bot")).json()
        me = (await client.get("/api/v10/users/@me")).json()
    assert gateway["url"].startswith("wss://")
    assert me["id"] == api.bot


async def test_its_bot_is_ready_once_it_said_who_it_is(api: DiscordApi) -> None:
    said = {"token": api.token, "intents": 513, "properties": PROPERTIES}
    async with gateway(api) as socket:
        ready = await say(socket, IDENTIFY, said)
        beat = await say(socket, HEARTBEAT, 1)
    assert (ready["t"], ready["d"]["user"]["id"]) == ("READY", api.bot)
    assert (beat["op"], api.gateway.beats) == (ACKNOWLEDGED, 1)
    assert api.gateway.identified == [said]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"token": "other"}, AUTHENTICATION_FAILED),
        ({"intents": 0}, INVALID_INTENTS),
        ({"intents": 1 << 40}, INVALID_INTENTS),
    ],
)
async def test_the_gateway_hangs_up_on_others(api: DiscordApi, said: Json, code: int) -> None:
    whole = {"token": api.token, "intents": 1, "properties": PROPERTIES, **said}
    async with gateway(api) as socket:
        with pytest.raises(ConnectionClosedError) as closed:
            await say(socket, IDENTIFY, whole)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert (len(api.refused), api.gateway.identified) == (1, [])


async def test_nobody_else_is_served(api: DiscordApi) -> None:
    async with asking(api, authorization="Bot other") as client:
        assert (await client.get("/api/v10/users/@me")).status_code == 401
    assert api.refused == ["Unauthorized"]


@pytest.mark.parametrize(("intents", "heard"), [(1 << 12, 1), (1, 0)])
async def test_its_bot_hears_what_it_asked_for(api: DiscordApi, intents: int, heard: int) -> None:
    said = {"token": api.token, "intents": intents, "properties": PROPERTIES}
    async with gateway(api) as socket:
        await say(socket, IDENTIFY, said)
        assert await api.say("77", "hello") == heard
        if heard:
            told = json.loads(await socket.recv())
            assert (told["t"], told["d"]["content"]) == ("MESSAGE_CREATE", "hello")


async def test_its_bot_writes_to_a_channel(api: DiscordApi) -> None:
    async with asking(api, authorization=f"Bot {api.token}") as client:
        sent = await client.post("/api/v10/channels/77/messages", json={"content": "hello"})
        empty = await client.post("/api/v10/channels/77/messages", json={"content": ""})
    assert sent.json()["author"]["id"] == api.bot
    assert (empty.status_code, api.messages) == (400, [("77", "hello")])
