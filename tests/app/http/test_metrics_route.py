import httpx
import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from app.http.metrics import metrics_route
from app.metrics import NAMES_KEPT, Metrics

TOKEN = "t" * 16
Labels = frozenset[tuple[str, str]]


async def scrape(metrics: Metrics) -> dict[tuple[str, Labels], float]:
    transport = httpx.ASGITransport(Starlette(routes=[metrics_route(metrics, None)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def labels(**values: str) -> Labels:
    return frozenset(values.items())


async def test_operations_are_counted_by_name_type_and_outcome() -> None:
    metrics = Metrics()
    metrics.operation_ended("Tour", "query", "ok", 0.03)
    metrics.operation_ended("Tour", "query", "ok", 0.03)
    metrics.operation_ended(None, "mutation", "error", 2)

    read = await scrape(metrics)

    tour = labels(operation="Tour", type="query", outcome="ok")
    unnamed = labels(operation="anonymous", type="mutation", outcome="error")
    assert read["one_graph_operations_total", tour] == 2
    assert read["one_graph_operations_total", unnamed] == 1
    tours = labels(operation="Tour", type="query")
    assert read["one_graph_operation_seconds_count", tours] == 2


async def test_errors_are_counted_by_operation_and_code() -> None:
    metrics = Metrics()
    metrics.error_answered("Tour", "NOT_FOUND")
    metrics.error_answered("Tour", "NOT_FOUND")
    metrics.error_answered(None, "INTERNAL")

    read = await scrape(metrics)

    not_found = labels(operation="Tour", code="NOT_FOUND")
    internal = labels(operation="anonymous", code="INTERNAL")
    assert read["one_graph_operation_errors_total", not_found] == 2
    assert read["one_graph_operation_errors_total", internal] == 1


async def test_clients_cannot_make_names_without_end() -> None:
    metrics = Metrics()
    for number in range(NAMES_KEPT * 3):
        metrics.operation_ended(f"Name{number}", "query", "ok", 0.01)

    read = await scrape(metrics)

    series = [name for name, _ in read if name == "one_graph_operations_total"]
    assert len(series) == NAMES_KEPT + 1
    rest = labels(operation="other", type="query", outcome="ok")
    assert read["one_graph_operations_total", rest] == NAMES_KEPT * 2


async def test_executions_installs_workers_and_connections_are_shown() -> None:
    metrics = Metrics()
    metrics.execution_ended("SUCCEEDED", 0.02)
    metrics.install_ended("done", 3)
    metrics.workers.set(2)
    metrics.websockets.inc()

    read = await scrape(metrics)

    assert read["one_graph_execution_seconds_count", labels(state="SUCCEEDED")] == 1
    assert read["one_graph_install_seconds_sum", labels(outcome="done")] == 3
    assert read["one_graph_workers", labels()] == 2
    assert read["one_graph_websockets", labels()] == 1
    assert read["process_resident_memory_bytes", labels()] > 0


async def test_nothing_is_kept_in_the_global_registry() -> None:
    Metrics()
    Metrics()

    assert not [name for name in REGISTRY._names_to_collectors if name.startswith("one_graph")]


@pytest.mark.parametrize(
    ("client", "token", "given", "status"),
    [
        ("127.0.0.1", None, None, 200),
        ("192.0.2.7", None, None, 403),
        ("192.0.2.7", TOKEN, f"Bearer {TOKEN}", 200),
        ("192.0.2.7", TOKEN, f"Bearer {TOKEN}x", 403),
        ("127.0.0.1", TOKEN, None, 403),
    ],
)
async def test_only_the_machine_or_who_has_the_token_reads(
    client: str, token: str | None, given: str | None, status: int
) -> None:
    app = Starlette(routes=[metrics_route(Metrics(), token)])
    transport = httpx.ASGITransport(app, client=(client, 1234))
    headers = {"authorization": given} if given else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as caller:
        assert (await caller.get("/metrics", headers=headers)).status_code == status
