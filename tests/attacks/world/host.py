"""A careless server on loopback: it reads requests leniently, and shows what it was sent."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sandbox.egress.authority import Authority
from tests.attacks.world.answers import answer

_HEAD_BYTES = 4 * 2**20


@dataclass
class Seen:
    """What a server noticed of one attack."""

    connections: int = 0
    open: int = 0
    most_open: int = 0
    received: int = 0
    requests: list[bytes] = field(default_factory=list)

    def begin(self) -> None:
        """Notice a connection."""
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)


@dataclass
class Host:
    """One server. What comes late over a connection belongs to the attack that opened it."""

    name: str
    port: int = 0
    seen: Seen = field(default_factory=Seen)

    def forget(self) -> None:
        """Begin anew."""
        self.seen = Seen()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection for as long as its client likes."""
        seen = self.seen
        seen.begin()
        with suppress(OSError, asyncio.IncompleteReadError, ValueError):
            while True:
                await _serve_one(seen, reader, writer)
        seen.open -= 1
        writer.close()


async def _serve_one(
    seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    head = await _head(reader)
    seen.received += len(head)
    seen.requests.append(head)
    at = len(seen.requests) - 1
    async for piece in _body(head, reader):
        seen.received += len(piece)
        if len(seen.requests[at]) < _HEAD_BYTES:
            seen.requests[at] += piece
    await answer(head, writer)
    while b" /upgrade" in head and (piece := await reader.read(2**16)):
        seen.received += len(piece)


async def _head(reader: asyncio.StreamReader) -> bytes:
    """Up to an empty line, however lines end."""
    head = b""
    while True:
        line = await reader.readline()
        if not line:
            raise asyncio.IncompleteReadError(head, None)
        head += line
        if head.strip() and not line.strip():
            return head


async def _body(head: bytes, reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The first length counts, as with many servers; chunks are read where there is none."""
    lines = head.lower().splitlines()
    lengths = [
        line.partition(b":")[2].strip() for line in lines if line.startswith(b"content-length")
    ]
    if lengths and lengths[0].isdigit():
        left = int(lengths[0])
        while left and (piece := await reader.read(min(left, 2**16))):
            left -= len(piece)
            yield piece
    elif any(line.startswith(b"transfer-encoding") and b"chunked" in line for line in lines):
        while size := int((await reader.readline()).split(b";")[0].strip() or b"0", 16):
            yield await reader.readexactly(size)
            await reader.readline()
        await reader.readline()


@asynccontextmanager
async def listening(name: str, authority: Authority | None = None) -> AsyncIterator[Host]:
    """A server of a name; with an authority it speaks TLS alone."""
    host = Host(name)
    context: ssl.SSLContext | None = authority.context_for(name) if authority else None
    server = await asyncio.start_server(
        host.serve, "127.0.0.1", 0, ssl=context, limit=_HEAD_BYTES, backlog=512
    )
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
