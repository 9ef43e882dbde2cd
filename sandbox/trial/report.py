"""What came of trying a plugin."""

from dataclasses import dataclass, field

from sandbox.analysis.analysis import Analysis
from sandbox.egress.record import NetworkRecord
from sandbox.worker.call import Json
from sandbox.worker.observer import Output
from sandbox.worker.probe import ProbeReport
from sandbox.worker.refusal import Refusal


@dataclass(slots=True, kw_only=True)
class CallReport:
    """One call, and all that was heard of it.

    Attributes:
        name: what was called.
        result: what it returned.
        callbacks: what it said on the way.
        error: code and message, where it did not return.
        limits: those that it hit: ``time``, ``memory``, ``cpu``, ``output``, ``value`` ...
    """

    name: str
    result: Json = None
    callbacks: list[Json] = field(default_factory=list)
    error: tuple[str, str] | None = None
    duration_ms: float = 0
    peak_memory_bytes: int = 0
    logs: list[Output] = field(default_factory=list)
    requests: list[NetworkRecord] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)

    def on_output(self, line: Output) -> None:
        """Hear a log line."""
        self.logs.append(line)
        if line.text.startswith("[output limit of "):
            self.limits.append("output")

    def on_chunk(self, value: Json) -> None:
        """Hear what the plugin emitted: it is among the callbacks or in the result."""
        del value

    def on_request(self, record: NetworkRecord) -> None:
        """Hear of a request."""
        self.requests.append(record)

    def on_refusal(self, refusal: Refusal) -> None:
        """Hear of a refusal."""
        self.refusals.append(refusal)


@dataclass(frozen=True, slots=True)
class TrialReport:
    """Everything that was learnt."""

    analysis: Analysis
    probe: ProbeReport
    calls: list[CallReport]

    @property
    def succeeded(self) -> bool:
        """Whether the plugin loaded and each call returned."""
        return self.probe.loaded and all(call.error is None for call in self.calls)
