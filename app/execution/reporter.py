"""Carrying what a running call says into its journal, a batch each 50 ms."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from app.execution.traces import Traces
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.network.repository import MOST_OF_AN_EXECUTION
from app.packed import Packed, pack
from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.observer import Output
from sandbox.worker.refusal import Refusal

_BATCH_SECONDS = 0.05


class Reporter:
    """Listens to a call; numbers the journal's entries from ``seq`` on."""

    def __init__(self, journal: Journal, execution: str, seq: int) -> None:
        self._journal = journal
        self._execution = execution
        self._seq = seq
        self._logs: list[dict[str, Any]] = []
        self._chunks: list[Json] = []
        self.local_secrets: Sequence[str] = ()
        self._requests: list[NetworkRecord] = []
        self._refusals: list[Refusal] = []
        self._news = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def traces(self) -> Traces:
        """What was heard beside output."""
        return Traces(self._requests, self._refusals, self.local_secrets)

    def on_output(self, line: Output) -> None:
        """Hear a log line."""
        self._logs.append({"at": line.at, "stream": line.stream, "text": line.text})
        self._news.set()

    def on_chunk(self, value: Json) -> None:
        """Hear what the plugin emitted."""
        self._chunks.append(value)
        self._news.set()

    def on_request(self, record: NetworkRecord) -> None:
        """Hear of a request."""
        if len(self._requests) < MOST_OF_AN_EXECUTION:
            self._requests.append(record)

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear of something that was tried and refused."""
        self._refusals.append(refusal)

    async def run(self, state: str) -> None:
        """Write that it runs, then batches of what it says, until ``stop``."""
        await self._write({"state": state})
        while not self._stopped.is_set():
            await self._news.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _BATCH_SECONDS)
            if not self._stopped.is_set():
                await self._flush(state, self._take_chunks())

    async def stop(self, running: "asyncio.Task[None]") -> None:
        """End ``run`` between two writes: a number that was taken is written."""
        self._stopped.set()
        self._news.set()
        await running

    async def last(self, state: str, final: str) -> tuple[int, dict[str, Any]]:
        """Number and data of the final entry: whatever was said last is part of it."""
        *chunks, last = self._take_chunks()
        if chunks:
            await self._flush(state, chunks)
        return self._seq, {"state": final, "logs": self._logs, "chunk": last}

    def _take_chunks(self) -> list[Packed | None]:
        chunks: list[Packed | None] = [pack(chunk) for chunk in self._chunks]
        self._chunks.clear()
        return chunks or [None]

    async def _flush(self, state: str, chunks: Sequence[Packed | None]) -> None:
        self._news.clear()
        logs, self._logs = self._logs, []
        for chunk in chunks:
            await self._write({"state": state, "logs": logs, "chunk": chunk})
            logs = []

    async def _write(self, data: dict[str, Any]) -> Entry:
        seq, self._seq = self._seq, self._seq + 1
        return await self._journal.write(self._execution, seq, data)
