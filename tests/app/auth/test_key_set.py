"""How often an issuer is asked for its keys, and what holds while it cannot be asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.auth.key_set import KeySet
from app.auth.key_source import MAX_BYTES, KeySource
from app.errors import ServiceUnavailable
from tests.openid_provider import DISCOVERY, KEYS, Provider, SigningKey

PAUSE = 0.2


@asynccontextmanager
async def key_set(openid: Provider, pause: float = PAUSE) -> AsyncIterator[KeySet]:
    keys = KeySet(KeySource(openid.issuer), pause)
    yield keys
    await keys.close()


async def test_the_keys_are_found_where_the_discovery_says_and_then_kept(openid: Provider) -> None:
    async with key_set(openid) as keys:
        assert openid.asked == []
        for _ in range(3):
            found = await keys.find("first")
            assert found
            assert found.algorithms == {"ES256"}
        assert openid.asked == [DISCOVERY, KEYS]


async def test_an_address_that_is_given_needs_no_discovery(openid: Provider) -> None:
    keys = KeySet(KeySource("https://issuer.example", openid.issuer + KEYS))
    assert await keys.find("first")
    assert openid.asked == [KEYS]


async def test_a_new_key_is_noticed_and_one_that_is_withdrawn_forgotten(openid: Provider) -> None:
    async with key_set(openid) as keys:
        assert await keys.find("first")
        openid.keys = [SigningKey.generate("second")]
        await asyncio.sleep(PAUSE)
        assert await keys.find("second")
        assert await keys.find("first") is None


async def test_old_keys_are_read_again_while_they_are_used(openid: Provider) -> None:
    keys = KeySet(KeySource(openid.issuer), PAUSE, fresh=0)
    assert await keys.find("first")
    openid.keys = [SigningKey.generate("second")]
    await asyncio.sleep(PAUSE)
    assert await keys.find("first"), "this starts the reading, and does not wait for it"
    assert openid.asked.count(KEYS) == 1
    assert await keys.find("second"), "this waits for the one that was started"
    assert openid.asked.count(KEYS) == 2
    await keys.close()


async def test_a_storm_of_unknown_keys_asks_the_issuer_once(openid: Provider) -> None:
    async with key_set(openid, pause=60) as keys:
        found = await asyncio.gather(*(keys.find(f"key {number}") for number in range(500)))
        assert found == [None] * 500
        for number in range(500):
            assert await keys.find(f"later {number}") is None
        assert openid.asked == [DISCOVERY, KEYS]


async def test_what_gave_up_waiting_does_not_end_the_reading_for_others(openid: Provider) -> None:
    async with key_set(openid) as keys:
        impatient = asyncio.create_task(keys.find("first"))
        patient = asyncio.create_task(keys.find("first"))
        await asyncio.sleep(0)
        impatient.cancel()
        assert await patient
        assert openid.asked == [DISCOVERY, KEYS]


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=500),
        Response(b"<html>"),
        Response(b"[" * 10_000),
        Response(b" " * (MAX_BYTES + 1)),
        RedirectResponse("http://127.0.0.1:1/"),
        JSONResponse({"issuer": "https://other.example", "jwks_uri": "https://other.example/keys"}),
        JSONResponse({}),
    ],
    ids=["failure", "page", "nested", "too large", "elsewhere", "other issuer", "empty"],
)
async def test_the_last_good_keys_stay_while_the_issuer_answers_nonsense(
    openid: Provider, answer: Response
) -> None:
    async with key_set(openid) as keys:
        openid.instead = answer
        with pytest.raises(ServiceUnavailable):
            await keys.find("first")
        openid.instead = None
        await asyncio.sleep(PAUSE)
        assert await keys.find("first")

        openid.instead = answer
        await asyncio.sleep(PAUSE)
        asked = len(openid.asked)
        assert await keys.find("second") is None
        assert len(openid.asked) == asked + 1
        assert await keys.find("first")


async def test_an_empty_key_set_does_not_replace_a_good_one(openid: Provider) -> None:
    async with key_set(openid) as keys:
        assert await keys.find("first")
        openid.keys = []
        await asyncio.sleep(PAUSE)
        assert await keys.find("second") is None
        assert await keys.find("first")


async def test_an_issuer_that_is_gone_is_not_asked_for_each_token() -> None:
    keys = KeySet(KeySource("http://127.0.0.1:1"))
    for _ in range(3):
        with pytest.raises(ServiceUnavailable):
            await keys.find("first")


@pytest.mark.parametrize("address", ["http://keys.example/keys", "file:///etc/passwd", "", 1])
async def test_keys_are_read_from_nowhere_that_others_could_change(
    openid: Provider, address: object
) -> None:
    openid.documents = {"jwks_uri": address}
    with pytest.raises(ServiceUnavailable, match="https"):
        await KeySource(openid.issuer).read()
    assert openid.asked == [DISCOVERY]


async def test_an_issuer_that_never_finishes_its_answer_is_given_up() -> None:
    released = asyncio.Event()

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not released.is_set() and not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.01)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(ServiceUnavailable):
            await KeySource(f"http://127.0.0.1:{port}", patience=0.2).read()
        released.set()
