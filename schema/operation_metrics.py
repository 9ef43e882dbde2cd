"""Counting operations by name, kind and outcome."""

from collections.abc import AsyncIterator
from time import perf_counter

from strawberry.extensions import SchemaExtension


class OperationMetrics(SchemaExtension):
    """Reports each operation that was executed; those that did not parse have no kind."""

    async def on_operation(self) -> AsyncIterator[None]:
        """Measure from request to answer; of a subscription, to its start."""
        started = perf_counter()
        yield
        context = self.execution_context
        failed = context.result is None or bool(getattr(context.result, "errors", None))
        try:
            kind = context.operation_type.value
        except RuntimeError:
            return
        context.context.services.metrics.operation_ended(
            context.operation_name,
            kind,
            "error" if failed else "ok",
            perf_counter() - started,
        )
