"""Hearing a model while it answers."""

from app.execution.traces import Traces
from app.models.source import OnPiece
from app.network.repository import MOST_OF_AN_EXECUTION
from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.observer import Output
from sandbox.worker.refusal import Refusal


class ModelObserver:
    """Passes on what a model says, and keeps what there is to tell of it."""

    def __init__(self, on_piece: OnPiece) -> None:
        self._on_piece = on_piece
        self._requests: list[NetworkRecord] = []
        self._refusals: list[Refusal] = []

    def traces(self, local_secrets: list[str]) -> Traces:
        """What is to be told, with the secrets that its worker had."""
        return Traces(self._requests, self._refusals, local_secrets)

    def on_output(self, line: Output) -> None:
        """What a model logs is not for who uses it."""

    def on_chunk(self, value: Json) -> None:
        """Pass a piece on."""
        self._on_piece(value)

    def on_request(self, record: NetworkRecord) -> None:
        """Keep a request."""
        if len(self._requests) < MOST_OF_AN_EXECUTION:
            self._requests.append(record)

    def on_refusal(self, refusal: Refusal) -> None:
        """Keep a refusal."""
        self._refusals.append(refusal)
