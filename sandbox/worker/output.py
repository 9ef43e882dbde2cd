"""What a worker prints, as log lines, up to a limit an execution."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from sandbox.limits import Limits
from sandbox.worker.observer import Output

_CHUNK_BYTES = 2**16
_LONGEST_LINE_BYTES = 2**16
_FLOOD_FACTOR = 64

Stream = Literal["stdout", "stderr", "log"]


class OutputBudget:
    """Passes on the log lines of one execution until their limit, then one marker line.

    Raises nothing; ``flooded`` turns true where the worker prints far beyond the limit.
    """

    def __init__(self, limits: Limits, listen: Callable[[Output], None]) -> None:
        self._listen = listen
        self._limit = limits.log_bytes
        self._size = 0

    @property
    def flooded(self) -> bool:
        """Whether so much came that only killing the worker saves the host's time."""
        return self._size > self._limit * _FLOOD_FACTOR

    def add(self, stream: Stream, text: str, size: int) -> None:
        """Pass on a line of so many bytes."""
        had_room = self._size <= self._limit
        self._size += size
        if self._size <= self._limit:
            self._listen(Output(datetime.now(UTC), stream, text))
        elif had_room:
            marker = f"[output limit of {self._limit} bytes reached: what follows was dropped]"
            self._listen(Output(datetime.now(UTC), stream, marker))


class OutputPipe:
    """Reads one pipe of a worker and hands over its lines."""

    def __init__(self, fd: int, on_line: Callable[[str, int], None]) -> None:
        self._fd = fd
        self._on_line = on_line
        self._pending = bytearray()
        os.set_blocking(fd, False)
        asyncio.get_running_loop().add_reader(fd, self._read_once)

    def drain(self) -> None:
        """Hand over all that is in the pipe now, also a line that has no end yet."""
        while self._fd >= 0 and self._read_once():
            pass
        if self._pending:
            self._emit(self._pending)
            self._pending = bytearray()

    def close(self) -> None:
        """Stop reading."""
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _read_once(self) -> bool:
        try:
            data = os.read(self._fd, _CHUNK_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self.close()
            return False
        *lines, rest = (self._pending + data).split(b"\n")
        for line in lines:
            self._emit(line)
        if len(rest) > _LONGEST_LINE_BYTES:
            self._emit(rest)
            rest = bytearray()
        self._pending = rest
        return True

    def _emit(self, line: bytearray) -> None:
        self._on_line(line.decode(errors="replace"), len(line) + 1)
