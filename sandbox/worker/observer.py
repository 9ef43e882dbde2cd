"""Who listens to a call while it runs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Output:
    """One log line: ``log`` is what the plugin wrote through elizaOS's own logger."""

    at: datetime
    stream: Literal["stdout", "stderr", "log"]
    text: str


class CallObserver(Protocol):
    """Hears what a call does as it happens. Its methods are called in the event loop."""

    def on_output(self, line: Output) -> None:
        """Hear a log line."""

    def on_chunk(self, value: Json) -> None:
        """Hear what the plugin emitted: a callback's content, or a piece of a stream."""

    def on_request(self, record: NetworkRecord) -> None:
        """Hear of a request that ended, or was refused."""

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear of something that was tried and refused."""


class SilentObserver:
    """Listens to nothing."""

    def on_output(self, line: Output) -> None:
        """Ignore a log line."""

    def on_chunk(self, value: Json) -> None:
        """Ignore an emission."""

    def on_request(self, record: NetworkRecord) -> None:
        """Ignore a request."""

    def on_refusal(self, refusal: Refusal) -> None:
        """Ignore a refusal."""
