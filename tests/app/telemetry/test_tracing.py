"""When spans are made, and what they cost when they are not."""

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from app.errors import InvalidSetting
from app.telemetry import tracing
from app.telemetry.tracing import Tracing

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(Tracing, "tracer", provider.get_tracer("tests"))
    return exporter


class TestWanted:
    @pytest.mark.parametrize(
        "environment",
        [
            ENDPOINT,
            {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"},
            {"OTEL_TRACES_EXPORTER": "otlp"},
            ENDPOINT | {"OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"},
        ],
    )
    def test_by_an_endpoint_or_by_name(self, environment: dict[str, str]) -> None:
        assert tracing.wanted(environment)

    @pytest.mark.parametrize(
        "environment",
        [
            {},
            {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
            ENDPOINT | {"OTEL_SDK_DISABLED": "true"},
            ENDPOINT | {"OTEL_TRACES_EXPORTER": "none"},
        ],
    )
    def test_not_otherwise(self, environment: dict[str, str]) -> None:
        assert not tracing.wanted(environment)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("OTEL_TRACES_EXPORTER", "zipkin"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
    )
    def test_what_is_not_offered_is_refused_at_start(self, name: str, value: str) -> None:
        with pytest.raises(InvalidSetting, match=f"{name}='{value}'"):
            tracing.wanted(ENDPOINT | {name: value})


def test_without_a_tracer_nothing_is_made() -> None:
    assert not tracing.enabled()
    with tracing.span("work") as span:
        assert span is None
    assert tracing.begin("work") is None
    assert tracing.current_traceparent() is None
    assert tracing.current_trace_id() is None


def test_a_span_continues_the_trace_of_its_parent(spans: InMemorySpanExporter) -> None:
    parent = tracing.parent_from({"traceparent": TRACEPARENT})
    with tracing.span("work", parent=parent):
        assert tracing.current_trace_id() == TRACEPARENT.split("-")[1]
        passed_on = tracing.current_traceparent()

    (made,) = spans.get_finished_spans()
    assert made.context
    assert passed_on == f"00-{TRACEPARENT.split('-')[1]}-{made.context.span_id:016x}-01"


@pytest.mark.parametrize("header", [{}, {"traceparent": "nonsense"}])
def test_without_a_usable_parent_a_trace_begins(
    spans: InMemorySpanExporter, header: dict[str, str]
) -> None:
    with tracing.span("work", parent=tracing.parent_from(header)):
        pass

    (made,) = spans.get_finished_spans()
    assert made.parent is None


def test_a_failure_is_told_by_its_class_alone(spans: InMemorySpanExporter) -> None:
    with pytest.raises(LookupError), tracing.span("work"):
        raise LookupError("password=hunter2")

    (made,) = spans.get_finished_spans()
    assert (made.status.status_code, made.status.description) == (StatusCode.ERROR, "LookupError")
    assert made.events == ()
