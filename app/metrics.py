"""What the server counts."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

NAMES_KEPT = 100
OTHER = "other"
ANONYMOUS = "anonymous"
OPERATION_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
EXECUTION_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300)
INSTALL_SECONDS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Metrics:
    """The server's own figures, in a registry of its own.

    ``workers``, ``websockets`` and ``subscriptions`` are gauges for their owners to set.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.workers = Gauge("one_graph_workers", "Plugin processes", registry=self.registry)
        self.websockets = Gauge(
            "one_graph_websockets", "Open WebSocket connections", registry=self.registry
        )
        self._operations = Counter(
            "one_graph_operations",
            "GraphQL operations that ended",
            ["operation", "type", "outcome"],
            registry=self.registry,
        )
        self._operation_errors = Counter(
            "one_graph_operation_errors",
            "Errors in the answers to GraphQL operations",
            ["operation", "code"],
            registry=self.registry,
        )
        self.subscriptions = Gauge(
            "one_graph_subscriptions", "Subscriptions that run", registry=self.registry
        )
        self._operation_seconds = self._histogram(
            "operation", ["operation", "type"], OPERATION_SECONDS
        )
        self._execution_seconds = self._histogram("execution", ["state"], EXECUTION_SECONDS)
        self._install_seconds = self._histogram("install", ["outcome"], INSTALL_SECONDS)
        self._names: set[str] = set()

    def operation_ended(self, name: str | None, kind: str, outcome: str, seconds: float) -> None:
        """Count a GraphQL operation of ``kind`` query, mutation or subscription."""
        shown = self._bounded(name)
        self._operations.labels(shown, kind, outcome).inc()
        self._operation_seconds.labels(shown, kind).observe(seconds)

    def error_answered(self, name: str | None, code: str) -> None:
        """Count an error of an operation, whether among ``errors`` or as a mutation's answer."""
        self._operation_errors.labels(self._bounded(name), code).inc()

    def execution_ended(self, state: str, seconds: float) -> None:
        """Count an execution by the state it ended in."""
        self._execution_seconds.labels(state).observe(seconds)

    def install_ended(self, outcome: str, seconds: float) -> None:
        """Count an install by ``done`` or the code of its failure."""
        self._install_seconds.labels(outcome).observe(seconds)

    def _histogram(self, noun: str, labels: list[str], buckets: tuple[float, ...]) -> Histogram:
        return Histogram(
            f"one_graph_{noun}_seconds",
            f"Time until the end of an {noun}",
            labels,
            buckets=buckets,
            registry=self.registry,
        )

    def _bounded(self, name: str | None) -> str:
        """Clients choose these names: no more than ``NAMES_KEPT`` become label values."""
        if name is None:
            return ANONYMOUS
        if len(self._names) < NAMES_KEPT:
            self._names.add(name)
        return name if name in self._names else OTHER
