"""Hearing what a plugin does between calls."""

from collections import deque
from typing import Any

from app.execution.traces import Traces
from app.residence.residence import MOST_LINES
from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.observer import Output
from sandbox.worker.refusal import Refusal

_LONGEST_LINE = 2_000
_MOST_WAITING = 1_000


class ResidenceObserver:
    """Keeps the last lines, and what else there is to tell until it is told."""

    def __init__(self) -> None:
        self.changed = False
        self._lines: deque[dict[str, Any]] = deque(maxlen=MOST_LINES)
        self._requests: list[NetworkRecord] = []
        self._refusals: list[Refusal] = []

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The last lines, oldest first."""
        return list(self._lines)

    def on_output(self, line: Output) -> None:
        """Hear a log line."""
        text = line.text[:_LONGEST_LINE]
        self._lines.append({"at": line.at, "stream": line.stream, "text": text})
        self.changed = True

    def on_chunk(self, value: Json) -> None:
        """Between calls nobody waits for emissions."""

    def on_request(self, record: NetworkRecord) -> None:
        """Hear of a request."""
        if len(self._requests) < _MOST_WAITING:
            self._requests.append(record)

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear of something that was tried and refused."""
        if len(self._refusals) < _MOST_WAITING:
            self._refusals.append(refusal)

    def take_traces(self) -> Traces | None:
        """What happened since this was asked last; None: nothing."""
        requests, self._requests = self._requests, []
        refusals, self._refusals = self._refusals, []
        return Traces(requests, refusals) if requests or refusals else None
