"""What a worker said before anybody called it."""

from collections.abc import Callable

from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.observer import CallObserver, Output
from sandbox.worker.refusal import Refusal


class Recording:
    """Hears what a plugin does while it is loaded ahead, and tells it to the first call.

    So the first call of such a worker has the same log and the same requests as one that had
    to wait for its worker.
    """

    def __init__(self) -> None:
        self._heard: list[Callable[[CallObserver], None]] = []

    def on_output(self, line: Output) -> None:
        """Keep a log line."""
        self._heard.append(lambda observer: observer.on_output(line))

    def on_chunk(self, value: Json) -> None:
        """Keep an emission."""
        self._heard.append(lambda observer: observer.on_chunk(value))

    def on_request(self, record: NetworkRecord) -> None:
        """Keep a request."""
        self._heard.append(lambda observer: observer.on_request(record))

    def on_refusal(self, refusal: Refusal) -> None:
        """Keep a refusal."""
        self._heard.append(lambda observer: observer.on_refusal(refusal))

    def tell(self, observer: CallObserver) -> None:
        """Tell all that was heard, in its order, once."""
        heard, self._heard = self._heard, []
        for each in heard:
            each(observer)
