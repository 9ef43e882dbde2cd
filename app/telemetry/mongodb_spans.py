"""A span for each command that is sent to MongoDB on behalf of a request or a job."""

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)


class MongoSpans(CommandListener):
    """Tells the command and its collection; never what it holds."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._open: dict[int, Span] = {}

    def started(self, event: CommandStartedEvent) -> None:
        """Begin a span, unless the server works by itself: its change streams never rest."""
        if not trace.get_current_span().is_recording():
            return
        collection = event.command.get(event.command_name)
        attributes = {
            "db.system.name": "mongodb",
            "db.namespace": event.database_name,
            "db.operation.name": event.command_name,
        }
        name = event.command_name
        if isinstance(collection, str):
            attributes["db.collection.name"] = collection
            name = f"{name} {collection}"
        begun = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)
        self._open[event.request_id] = begun

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """End it."""
        if ended := self._open.pop(event.request_id, None):
            ended.end()

    def failed(self, event: CommandFailedEvent) -> None:
        """End it as failed, by the error's number."""
        if ended := self._open.pop(event.request_id, None):
            ended.set_status(StatusCode.ERROR, str(event.failure.get("code", "network")))
            ended.end()
