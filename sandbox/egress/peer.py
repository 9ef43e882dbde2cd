"""One side of an HTTP exchange."""

import asyncio
from collections.abc import Callable

import h11

from sandbox.egress.refusal import Refused

HEADER_BYTES = 65_536
READ_BYTES = 262_144
IDLE_SECONDS = 300
EVENT_SECONDS = 30


def free(_sent: int, _received: int) -> None:
    """Count nothing."""


class Peer:
    """Reads and writes HTTP/1.1 events; ``count`` is told of every byte, and may refuse it."""

    def __init__(
        self,
        role: type[h11.CLIENT] | type[h11.SERVER],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        count: Callable[[int, int], None] | None = None,
    ) -> None:
        self.http = h11.Connection(role, max_incomplete_event_size=HEADER_BYTES)
        self.reader = reader
        self.writer = writer
        self.count = count or free

    async def next_event(self) -> h11.Event | type[h11.PAUSED]:
        """Wait for the next event.

        Raises:
            Refused: its headers are too long or too slow, or nothing came for long.
            h11.RemoteProtocolError: what came is not HTTP/1.1.
        """
        seconds = IDLE_SECONDS
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while True:
            event = self.http.next_event()
            if not isinstance(event, type) or event is h11.PAUSED:
                _check_size(event)
                return event
            data = await self._read(end - clock(), seconds)
            if seconds == IDLE_SECONDS:  # what has begun must not be dripped in for ever
                seconds = EVENT_SECONDS
                end = clock() + seconds
            self.count(len(data), 0)
            self.http.receive_data(data)

    async def send(self, event: h11.Event) -> None:
        """Write an event, at the pace of who reads it."""
        data = self.http.send(event)
        if data:
            self.count(0, len(data))
            self.writer.write(data)
            await self.writer.drain()

    async def close(self) -> None:
        """Close at once; what was written and not sent is lost only if nobody reads."""
        self.writer.close()

    async def _read(self, left: float, seconds: int) -> bytes:
        try:
            async with asyncio.timeout(left):
                return await self.reader.read(READ_BYTES)
        except TimeoutError:
            raise Refused(f"nothing whole came for {seconds} seconds", 408) from None


def _check_size(event: h11.Event | type[h11.PAUSED] | type[h11.NEED_DATA]) -> None:
    if isinstance(event, h11.Request | h11.Response | h11.InformationalResponse):
        size = sum(len(name) + len(value) + 4 for name, value in event.headers)
        size += len(event.target) if isinstance(event, h11.Request) else 0
        if size > HEADER_BYTES:
            raise Refused(f"headers of more than {HEADER_BYTES} bytes", 431)
