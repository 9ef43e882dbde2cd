"""What the gateway adds to a request, and how fast it moves a large body."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from benchmarks.figure import Figure
from benchmarks.stopwatch import seconds_of, timed
from sandbox.egress.authority import Authority
from sandbox.egress.gateway import Gateway
from sandbox.egress.resolver import Endpoint
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from tests.sandbox.egress.worker_side import Streams, connected

HOST = "api.example.com"
ADDED_LIMIT = 0.003
BODY_BYTES = 100_000_000
BODY_RATIO = 2.0
REQUESTS = 300
RUNS = 3
_GET = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
_BODY = f"GET /body HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
_PIECE = bytes(262_144)


async def measure() -> list[Figure]:
    """Over TLS to a host on loopback: through the gateway, and straight, in one run."""
    authority = Authority()
    async with _host(authority) as port, _gateway(authority, port) as gateway:
        grants = Grants(
            account="benchmark",
            permissions=frozenset({Permission.NETWORK_EXTERNAL}),
            allowed_hosts=(HOST,),
            requests_per_minute=100_000,
            bytes_per_execution=10**12,
        )
        door = await gateway.open_door(grants, lambda _: None)
        async with (
            connected(door, f"{HOST}:443", secure=True) as through,
            _straight(authority, port) as straight,
        ):
            added = await timed(_asking(through), REQUESTS)
            direct = await timed(_asking(straight), REQUESTS)
            moved = [await seconds_of(_fetching(through)) for _ in range(RUNS)]
            bare = [await seconds_of(_fetching(straight)) for _ in range(RUNS)]
    over = sorted(added)[REQUESTS // 2] - sorted(direct)[REQUESTS // 2]
    return [
        Figure("gateway, added to a request", [over], ADDED_LIMIT, "direct TLS", direct),
        Figure("gateway, 100 MB", moved, BODY_RATIO * sorted(bare)[1], "direct TLS", bare),
    ]


def _asking(streams: Streams) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        reader, writer = streams
        writer.write(_GET)
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(2)

    return ask


def _fetching(streams: Streams) -> Callable[[], Awaitable[None]]:
    async def fetch() -> None:
        reader, writer = streams
        writer.write(_BODY)
        await reader.readuntil(b"\r\n\r\n")
        left = BODY_BYTES
        while left:
            left -= len(await reader.read(min(left, len(_PIECE))))

    return fetch


@asynccontextmanager
async def _host(authority: Authority) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            size = BODY_BYTES if head.startswith(b"GET /body") else 2
            writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n".encode())
            for start in range(0, size, len(_PIECE)):
                writer.write(_PIECE[: min(len(_PIECE), size - start)])
                await writer.drain()
        writer.close()

    context = authority.context_for(HOST)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@asynccontextmanager
async def _gateway(authority: Authority, port: int) -> AsyncIterator[Gateway]:
    gateway = Gateway({HOST: Endpoint("127.0.0.1", port)}, authority.pem)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.close()


@asynccontextmanager
async def _straight(authority: Authority, port: int) -> AsyncIterator[Streams]:
    context = ssl.create_default_context(cadata=authority.pem)
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname=HOST, limit=len(_PIECE)
    )
    try:
        yield reader, writer
    finally:
        writer.close()
