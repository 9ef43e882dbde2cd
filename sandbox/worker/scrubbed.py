"""Everything that a call brings, without the secrets that its worker holds."""

from dataclasses import replace

from sandbox.egress.record import NetworkRecord
from sandbox.errors import CallFailed
from sandbox.scrub.scrubber import Scrubber
from sandbox.worker.call import CallResult, Json
from sandbox.worker.observer import CallObserver, Output
from sandbox.worker.refusal import Refusal


class ScrubbedObserver:
    """Listens in place of another one, which hears no secret."""

    def __init__(self, observer: CallObserver, scrubber: Scrubber) -> None:
        self._observer = observer
        self._scrubber = scrubber
        self._text = scrubber.stream()

    def on_output(self, line: Output) -> None:
        """Pass a log line on."""
        self._observer.on_output(replace(line, text=self._scrubber.text(line.text)))

    def on_chunk(self, value: Json) -> None:
        """Pass an emission on; what pieces of text spell together counts, too."""
        if isinstance(value, str):
            value = self._text.feed(value)
            if not value:
                return
        self._observer.on_chunk(self._scrubber.json(value))

    def on_request(self, record: NetworkRecord) -> None:
        """Pass a request on; the gateway scrubbed it."""
        self._observer.on_request(record)

    def on_refusal(self, refusal: Refusal) -> None:
        """Pass a refusal on."""
        self._observer.on_refusal(replace(refusal, detail=self._scrubber.text(refusal.detail)))

    def flush(self) -> None:
        """Pass on what was held back."""
        rest = self._text.flush()
        if rest:
            self._observer.on_chunk(rest)


def scrubbed_result(result: CallResult, scrubber: Scrubber) -> CallResult:
    """Give a result without secrets."""
    callbacks = [scrubber.json(each) for each in result.callbacks]
    return replace(result, result=scrubber.json(result.result), callbacks=callbacks)


def scrubbed_failure(failure: CallFailed, scrubber: Scrubber) -> CallFailed:
    """Give a failure without secrets."""
    texts = (failure.code, failure.message, failure.stack)
    return CallFailed(*(scrubber.text(text) for text in texts))
