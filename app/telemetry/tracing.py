"""Spans, where OpenTelemetry's own variables name somebody to send them to; else nothing."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeAlias

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.errors import InvalidSetting

Attributes: TypeAlias = Mapping[str, str | int | float | bool]

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_W3C = TraceContextTextMapPropagator()
_NONE: AbstractContextManager[None] = nullcontext()


class Tracing:
    """The process's one tracer; None: nobody wants spans."""

    tracer: Tracer | None = None


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether OpenTelemetry's variables ask for spans.

    Raises:
        InvalidSetting: they ask for them in a way that is not offered.
    """
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    asked = any(map(environment.get, ENDPOINTS))
    exporter = _one_of(environment, "OTEL_TRACES_EXPORTER", ("otlp", "none"))
    wanted = exporter == "otlp" or (asked and not exporter)
    if wanted:
        _one_of(environment, "OTEL_EXPORTER_OTLP_PROTOCOL", ("http/protobuf",))
    return wanted


def exporting(service: str) -> AbstractContextManager[None]:
    """Make spans within the block, if they are wanted; ``service`` names this process.

    Raises:
        InvalidSetting: see ``wanted``.
    """
    if not wanted():
        return _NONE
    from app.telemetry import export  # noqa: PLC0415 - a slow import that few need

    return export.exporting(service)


def enabled() -> bool:
    """Whether spans are made."""
    return Tracing.tracer is not None


def span(
    name: str,
    attributes: Attributes | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    parent: Context | None = None,
) -> AbstractContextManager[Span | None]:
    """A span around the block; what is raised within marks it as failed, by its class alone."""
    return (
        _NONE if Tracing.tracer is None else _span(Tracing.tracer, name, attributes, kind, parent)
    )


def begin(name: str) -> Span | None:
    """A span that whoever began it ends."""
    return Tracing.tracer.start_span(name) if Tracing.tracer else None


def within(begun: Span | None) -> AbstractContextManager[object]:
    """Make ``begun`` the parent of what starts within the block."""
    if begun is None:
        return _NONE
    return trace.use_span(begun, record_exception=False, set_status_on_exception=False)


def parent_from(headers: Mapping[str, str]) -> Context | None:
    """The span that a ``traceparent`` header names."""
    return _W3C.extract(headers) if "traceparent" in headers else None


def current_traceparent() -> str | None:
    """The span at hand, as a ``traceparent`` header names it."""
    if Tracing.tracer is None:
        return None
    headers: dict[str, str] = {}
    _W3C.inject(headers)
    return headers.get("traceparent")


def current_trace_id() -> str | None:
    """The trace of the span at hand, in hexadecimal."""
    if Tracing.tracer is None:
        return None
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None


def _one_of(environment: Mapping[str, str], name: str, known: tuple[str, ...]) -> str | None:
    value = environment.get(name) or None
    if value is not None and value not in known:
        raise InvalidSetting(
            f"{name}={value!r} is not offered here.",
            f"Set it to {' or '.join(known)}, or unset it.",
        )
    return value


@contextmanager
def _span(
    tracer: Tracer, name: str, attributes: Attributes | None, kind: SpanKind, parent: Context | None
) -> Iterator[Span]:
    with tracer.start_as_current_span(
        name,
        parent,
        kind,
        attributes,
        record_exception=False,  # messages and tracebacks may hold secrets
        set_status_on_exception=False,
    ) as opened:
        try:
            yield opened
        except BaseException as error:
            opened.set_status(StatusCode.ERROR, type(error).__name__)
            raise
