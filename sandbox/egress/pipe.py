"""Moving bytes both ways until one side ends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from sandbox.egress.peer import IDLE_SECONDS, READ_BYTES

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Change(Protocol):
    """Changes bytes as they pass."""

    def feed(self, piece: bytes) -> bytes:
        """Take a piece; give what may pass by now."""

    def flush(self) -> bytes:
        """Give what was held back: no more comes."""


async def pipe(
    client: Streams,
    server: Streams,
    count: Callable[[int, int], None],
    *,
    upward: Change | None = None,
    downward: Change | None = None,
) -> None:
    """Move bytes until both sides have ended.

    Args:
        client: the worker's side.
        server: the other one.
        count: is told of bytes (sent by the worker, received by it), and may raise.
        upward: changes what the worker sends.
        downward: changes what the worker gets.
    """
    async with asyncio.TaskGroup() as both:
        both.create_task(_move(client[0], server[1], lambda size: count(size, 0), upward))
        both.create_task(_move(server[0], client[1], lambda size: count(0, size), downward))


async def _move(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    count: Callable[[int], None],
    change: Change | None = None,
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
