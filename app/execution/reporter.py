"""Carrying what a running call says into its journal, a batch each 50 ms."""

import asyncio
from contextlib import suppress
from typing import Any

from app.journal.entry import Entry
from app.journal.journal import Journal
from app.packed import pack
from sandbox.call import Json
from sandbox.observer import Output

_BATCH_SECONDS = 0.05


class Reporter:
    """Listens to a call; numbers the journal's entries from ``seq`` on."""

    def __init__(self, journal: Journal, execution: str, seq: int) -> None:
        self._journal = journal
        self._execution = execution
        self._seq = seq
        self._logs: list[dict[str, Any]] = []
        self._chunks: list[Json] = []
        self._news = asyncio.Event()

    def on_output(self, line: Output) -> None:
        """Hear a log line."""
        self._logs.append({"at": line.at, "stream": line.stream, "text": line.text})
        self._news.set()

    def on_chunk(self, value: Json) -> None:
        """Hear what the plugin emitted."""
        self._chunks.append(value)
        self._news.set()

    async def run(self, state: str) -> None:
        """Write batches until cancelled."""
        while True:
            await self._news.wait()
            await asyncio.sleep(_BATCH_SECONDS)
            await self._flush(state)

    async def stop(self, task: "asyncio.Task[None]") -> None:
        """End ``run``; what it has not written stays for ``final_entry``."""
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    def final_data(self, state: str) -> tuple[int, dict[str, Any]]:
        """Number and data of the last entry, with the logs that are still unwritten."""
        return self._seq, {"state": state, "logs": self._logs}

    async def _flush(self, state: str) -> None:
        self._news.clear()
        logs, self._logs = self._logs, []
        chunks, self._chunks = self._chunks or [None], []
        for position, chunk in enumerate(chunks):
            packed = None if chunk is None else pack(chunk)
            data = {"state": state, "logs": logs if position == 0 else [], "chunk": packed}
            await self._write(data)

    async def _write(self, data: dict[str, Any]) -> Entry:
        seq, self._seq = self._seq, self._seq + 1
        return await self._journal.write(self._execution, seq, data)
