"""What a worker does at its door, in Python: every byte as the test wants it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.egress.door import Door

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class RefusedAtDoor(Exception):
    """The gateway did not open a connection."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason


@asynccontextmanager
async def connected(
    door: Door, to: str, *, secure: bool = False, name: str | None = None
) -> AsyncIterator[Streams]:
    """A connection through a door; with ``secure``, TLS that trusts the door's authority."""
    reader, writer = await asyncio.open_unix_connection(door.socket)
    try:
        writer.write(f"CONNECT {to} HTTP/1.1\r\nhost: {to}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        status = int(head.split()[1])
        if status != 200:
            raise RefusedAtDoor(status, head.partition("x-egress-reason: ")[2].partition("\r")[0])
        if secure:
            context = ssl.create_default_context(cadata=door.authority)
            await writer.start_tls(context, server_hostname=name or to.rpartition(":")[0])
        yield reader, writer
    finally:
        writer.close()


async def ask(streams: Streams, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send a request and read its answer: status, headers, body."""
    reader, writer = streams
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(first.split()[1]), headers, body


def get(host: str, path: str = "/", *headers: str) -> bytes:
    """A plain request."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
