"""Sending spans to a collector by OTLP over HTTP."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from pymongo import monitoring

from app import __version__
from app.telemetry.mongodb_spans import MongoSpans
from app.telemetry.tracing import Tracing

_FAREWELL_SECONDS = 1  # for what was not sent yet; a collector that is gone must not hold up a stop


@contextmanager
def exporting(service: str) -> Iterator[None]:
    """Make spans and send them, as the ``OTEL_*`` variables say, within the block.

    ``service`` is the name of this process, where OTEL_SERVICE_NAME gives no other. Clients of
    MongoDB that are made from here on report their commands.
    """
    name = os.environ.get("OTEL_SERVICE_NAME", service)
    resource = Resource.create({"service.name": name, "service.version": __version__})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    Tracing.tracer = provider.get_tracer("one-graph", __version__)
    monitoring.register(MongoSpans(Tracing.tracer))
    try:
        yield
    finally:
        Tracing.tracer = None
        farewell = Thread(target=provider.shutdown, daemon=True)  # it takes no time-out itself
        farewell.start()
        farewell.join(_FAREWELL_SECONDS)
