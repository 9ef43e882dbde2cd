"""Connections on which a request does not come are not kept."""

import asyncio
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.subscriptions.conftest import Serving

SECONDS = 0.3
WHOLE = b"GET /graphql?query={__typename} HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("start", [b"", WHOLE[:20], WHOLE[:-2], WHOLE + WHOLE[:20]])
async def test_headers_that_do_not_come_end_the_connection(serving: Serving, start: bytes) -> None:
    async with serving(request_seconds=SECONDS) as url:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(start)
        async with asyncio.timeout(SECONDS * 10):
            answered = await reader.read()
        assert answered.count(b"HTTP/1.1") == start.count(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()


async def test_a_socket_outlives_the_time_for_its_handshake(serving: Serving) -> None:
    async with serving(request_seconds=SECONDS) as url:
        address = f"{url.replace('http', 'ws', 1)}/graphql"
        protocols = [Subprotocol("graphql-transport-ws")]
        async with connect(address, subprotocols=protocols) as socket:
            await asyncio.sleep(SECONDS * 2)
            await socket.send('{"type": "connection_init"}')
            assert "connection_ack" in str(await socket.recv())
