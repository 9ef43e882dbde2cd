"""Counting, timing and tracing operations by name, kind and outcome."""

from collections.abc import AsyncIterator, Sequence
from time import perf_counter

from graphql import GraphQLError
from opentelemetry.trace import Span, StatusCode
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from app.metrics import Metrics
from app.telemetry import tracing
from app.telemetry.request_context import operation_begins

_ENDS_BEFORE_EXECUTION = "GRAPHQL_VALIDATION_FAILED"


class OperationMetrics(SchemaExtension):
    """Reports each operation; those that did not parse have neither name nor kind."""

    async def on_operation(self) -> AsyncIterator[None]:
        """Measure from request to answer; of a subscription, to its start."""
        self._started = perf_counter()
        self._seconds: float | None = None
        self._live = False
        span = self._span = tracing.begin("graphql")
        try:
            yield
        finally:
            self._report()
            if span:
                self._describe(span)
                span.end()

    async def on_execute(self) -> AsyncIterator[None]:
        """Tell the log and the trace what runs."""
        context = self.execution_context
        operation_begins(context.operation_name)
        self._live = context.operation_type is OperationType.SUBSCRIPTION
        if self._live:
            self._metrics.subscriptions.inc()
        with tracing.within(self._span):
            yield
        if self._live:
            self._seconds = perf_counter() - self._started

    @property
    def _metrics(self) -> Metrics:
        metrics: Metrics = self.execution_context.context.services.metrics
        return metrics

    @property
    def _kind(self) -> OperationType | None:
        try:
            return self.execution_context.operation_type
        except RuntimeError:  # it did not parse, or its name is none of the document's
            return None

    def _errors(self) -> Sequence[GraphQLError]:
        context = self.execution_context
        return getattr(context.result, "errors", None) or context.pre_execution_errors or ()

    def _report(self) -> None:
        if self._live:
            self._metrics.subscriptions.dec()
        context, kind, errors = self.execution_context, self._kind, self._errors()
        name = context.operation_name if kind else None
        for error in errors:
            self._metrics.error_answered(name, _code(error))
        if kind is None:
            return
        outcome = "error" if errors or context.result is None else "ok"
        seconds = perf_counter() - self._started if self._seconds is None else self._seconds
        self._metrics.operation_ended(name, kind.value, outcome, seconds)

    def _describe(self, span: Span) -> None:
        kind, errors = self._kind, self._errors()
        if kind:
            name = self.execution_context.operation_name
            span.update_name(f"{kind.value} {name}" if name else kind.value)
            span.set_attribute("graphql.operation.type", kind.value)
            span.set_attribute("graphql.operation.name", name or "")
        if errors:
            span.set_status(StatusCode.ERROR, _code(errors[0]))


def _code(error: GraphQLError) -> str:
    return str((error.extensions or {}).get("code", _ENDS_BEFORE_EXECUTION))
