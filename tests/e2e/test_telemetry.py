"""What a server tells of its work: records, spans and figures; and what it keeps to itself."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from prometheus_client.parser import text_string_to_metric_families

from app.ontology.group import Group
from tests.e2e.collector import Collector, attributes, collecting
from tests.e2e.plugins import STARTER, executed, installed
from tests.serving import GraphQLClient, Json, ServerProcess

SECRET = "hunter2-and-more-of-it"
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TOUR = "query Tour($slug: String!) { group(slug: $slug) { id plan } }"


@pytest.fixture(scope="module")
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as opened:
        yield opened


@pytest.fixture(scope="module")
async def observed(
    tmp_path_factory: pytest.TempPathFactory, index: Path, collector: Collector
) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(
        tmp_path_factory.mktemp("telemetry") / "data",
        ONE_REGISTRY_INDEX=str(index),
        ONE_SYNC_ON_START="false",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.port}",
        OTEL_BSP_SCHEDULE_DELAY="100",
    )
    await server.start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
async def token(observed: ServerProcess) -> str:
    return await observed.token("org_owner")


@pytest.fixture(scope="module")
async def owner(observed: ServerProcess, token: str) -> AsyncIterator[GraphQLClient]:
    client = observed.client(token)
    yield client
    await client.close()


def records(server: ServerProcess, request: str) -> list[Json]:
    """What the log says about a request; every line of it is JSON."""
    lines = [line for line in server.log().splitlines() if line.startswith("{")]
    parsed = [json.loads(line) for line in lines]
    return [record for record in parsed if record.get("request_id") == request]


async def ask(client: GraphQLClient, slug: str, **headers: str) -> Json:
    body = {"query": TOUR, "variables": {"slug": slug}}
    return await client.http.post(f"/graphql?sent={SECRET}", json=body, headers=headers)


def named(name: str, trace: bytes | None = None) -> Callable[[Span], bool]:
    return lambda span: span.name == name and trace in (None, span.trace_id)


class TestLog:
    async def test_a_request_is_one_record_with_all_that_identifies_it(
        self, observed: ServerProcess, owner: GraphQLClient
    ) -> None:
        response = await ask(owner, "demo", **{"X-Request-Id": "tour-of-demo"})
        assert response.headers["x-request-id"] == "tour-of-demo"

        me = (await owner.data("{ me { id } }"))["me"]["id"]
        (record,) = records(observed, "tour-of-demo")
        assert record.pop("duration_ms") > 0
        assert record.pop("time")
        assert len(record.pop("trace_id")) == 32
        assert record == {
            "level": "INFO",
            "logger": "app.http.access_log",
            "message": "POST /graphql 200",
            "request_id": "tour-of-demo",
            "operation": "Tour",
            "person": me,
            "method": "POST",
            "path": "/graphql",
            "status": 200,
            "client": "127.0.0.1",
        }

    async def test_neither_tokens_nor_variables_nor_query_strings_are_told(
        self, observed: ServerProcess, owner: GraphQLClient, token: str
    ) -> None:
        await ask(owner, SECRET)

        assert token not in observed.log()
        assert SECRET not in observed.log()

    async def test_the_id_of_a_masked_error_leads_to_its_request(
        self, observed: ServerProcess, owner: GraphQLClient
    ) -> None:
        async with observed.database() as database:
            groups = database.collection(Group)
            await groups.update_one({"slug": "demo"}, {"$set": {"plan": "of another age"}})
            response = await ask(owner, "demo", **{"X-Request-Id": "broken-tour"})
            await groups.update_one({"slug": "demo"}, {"$set": {"plan": "enterprise"}})

        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "INTERNAL"
        fault = records(observed, "broken-tour")[0]
        assert fault["message"] == f"error {error['extensions']['id']}"
        assert fault["operation"] == "Tour"
        assert "of another age" in fault["exception"]


class TestSpans:
    async def test_a_request_its_operation_and_its_reads_are_one_trace(
        self, owner: GraphQLClient, collector: Collector
    ) -> None:
        await ask(owner, SECRET, traceparent=f"00-{TRACE}-{PARENT}-01")

        trace = bytes.fromhex(TRACE)
        request = await collector.find(named("POST /graphql", trace))
        operation = await collector.find(named("query Tour", trace))
        read = await collector.find(named("find groups", trace))
        assert request.parent_span_id.hex() == PARENT
        assert operation.parent_span_id == request.span_id
        assert read.parent_span_id == operation.span_id
        assert attributes(request)["http.response.status_code"] == 200
        assert attributes(operation) == {
            "graphql.operation.type": "query",
            "graphql.operation.name": "Tour",
        }
        assert collector.services == {"one-graph"}

    async def test_installs_and_executions_belong_to_the_request_that_asked(
        self, owner: GraphQLClient, collector: Collector
    ) -> None:
        group = await owner.group_id()
        instance = await installed(owner, group, STARTER)
        await executed(owner, instance, "HELLO_WORLD")

        for kind in ("install", "execution"):
            run = await collector.find(named(f"run {kind}"))
            asked = await collector.find(named("POST /graphql", run.trace_id))
            assert run.start_time_unix_nano > asked.start_time_unix_nano
            assert await collector.find(named("mutation", run.trace_id))

    async def test_no_secret_leaves_with_a_span(
        self, owner: GraphQLClient, collector: Collector, token: str
    ) -> None:
        await ask(owner, SECRET)
        await collector.find(named("query Tour"))

        sent = b"".join(collector.bodies)
        assert SECRET.encode() not in sent
        assert token.encode() not in sent
        assert b"group(slug" not in sent


class TestMetrics:
    async def figures(self, client: GraphQLClient, name: str) -> dict[tuple[str, ...], float]:
        """The values of one figure, by its labels' values in the order of their names."""
        text = (await client.http.get("/metrics")).text
        return {
            tuple(value for _, value in sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        }

    async def test_operations_are_timed_by_name_and_errors_counted_by_code(
        self, owner: GraphQLClient
    ) -> None:
        await owner.answer("query Timed { me { id } }")
        await owner.answer("query Wrong { nothing }")
        await owner.answer(
            """mutation Refused { executeAction(input: {instance: "thing_0", name: "A"}) {
                 __typename } }"""
        )

        timed = await self.figures(owner, "one_graph_operation_seconds_count")
        assert timed["Timed", "query"] == 1
        errors = await self.figures(owner, "one_graph_operation_errors_total")
        assert errors["GRAPHQL_VALIDATION_FAILED", "Wrong"] == 1
        assert errors["NOT_FOUND", "Refused"] == 1

    async def test_running_subscriptions_are_counted_while_they_run(
        self, owner: GraphQLClient
    ) -> None:
        group = await owner.group_id()
        follow = "subscription ($group: ID!) { events(group: $group) { cursor } }"
        async with owner.subscribe(follow, group=group):
            while await self.figures(owner, "one_graph_subscriptions") != {(): 1}:
                pass
        while await self.figures(owner, "one_graph_subscriptions") != {(): 0}:
            pass
