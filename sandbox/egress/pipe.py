"""Moving bytes both ways until one side ends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from sandbox.egress.peer import IDLE_SECONDS, READ_BYTES
from sandbox.scrub.byte_stream import ByteStream

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def pipe(
    client: Streams,
    server: Streams,
    count: Callable[[int, int], None],
    *,
    downward: ByteStream | None = None,
) -> None:
    """Move bytes until both sides have ended.

    Args:
        client: the worker's side.
        server: the other one.
        count: is told of bytes (sent by the worker, received by it), and may raise.
        downward: changes what the worker gets.
    """
    async with asyncio.TaskGroup() as both:
        both.create_task(_move(client[0], server[1], lambda size: count(size, 0)))
        both.create_task(_move(server[0], client[1], lambda size: count(0, size), downward))


async def _move(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    count: Callable[[int], None],
    change: ByteStream | None = None,
) -> None:
    with suppress(ConnectionError, TimeoutError):
        while data := await _read(reader):
            count(len(data))
            writer.write(change.feed(data) if change else data)
            await writer.drain()
        if change:
            writer.write(change.flush())
        if writer.can_write_eof():
            writer.write_eof()
            return
    writer.close()


async def _read(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(IDLE_SECONDS):
        return await reader.read(READ_BYTES)
