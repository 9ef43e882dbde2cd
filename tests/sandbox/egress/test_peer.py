"""Reading one side of an exchange, at whatever pace it comes."""

import asyncio
import socket
from collections.abc import AsyncIterator

import h11
import pytest

from sandbox.egress import peer as peer_module
from sandbox.egress.peer import Peer
from sandbox.egress.refusal import Refused


@pytest.fixture
async def sides() -> AsyncIterator[tuple[Peer, asyncio.StreamWriter]]:
    """A server's side, and what a client writes to it."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=ours)
    _, client = await asyncio.open_connection(sock=theirs)
    yield Peer(h11.SERVER, reader, writer), client
    writer.close()
    client.close()


async def _drip(client: asyncio.StreamWriter) -> None:
    client.write(b"GET / HTTP/1.1\r\nHost: a\r\n")
    while True:
        client.write(b"x: y\r\n")
        await asyncio.sleep(0.02)


async def test_headers_that_drip_in_are_not_waited_for(
    sides: tuple[Peer, asyncio.StreamWriter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_module, "EVENT_SECONDS", 0.2)
    server, client = sides
    dripping = asyncio.create_task(_drip(client))
    async with asyncio.timeout(5):
        with pytest.raises(Refused, match="nothing whole came"):
            await server.next_event()
    dripping.cancel()


async def test_a_kept_connection_may_rest_longer_than_a_request_may_take(
    sides: tuple[Peer, asyncio.StreamWriter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_module, "EVENT_SECONDS", 0.1)
    server, client = sides
    waiting = asyncio.create_task(server.next_event())
    await asyncio.sleep(0.3)
    client.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    async with asyncio.timeout(5):
        assert isinstance(await waiting, h11.Request)
