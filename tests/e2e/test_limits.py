"""A server with small limits: what is too much is refused, and nothing of it is kept."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.database import Database
from app.ontology.group import Group
from tests.e2e.footprint import Footprint
from tests.e2e.plugins import STARTER, execute, executed, install, installed
from tests.serving import GraphQLClient, Json, ServerProcess

STRANGER_REQUESTS = 20


@pytest.fixture(scope="module")
async def small(
    tmp_path_factory: pytest.TempPathFactory, index: Path
) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(
        tmp_path_factory.mktemp("limits") / "data",
        ONE_REGISTRY_INDEX=str(index),
        ONE_SYNC_ON_START="false",
        ONE_INSTALLS_PER_HOUR="1",
        ONE_EXECUTIONS_PER_MINUTE="2",
        ONE_FREE_EXECUTIONS_PER_DAY="1",
        ONE_SYNC_INTERVAL_SECONDS="3600",
        ONE_STRANGER_REQUESTS_PER_MINUTE=str(STRANGER_REQUESTS),
    )
    await server.start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
async def database(small: ServerProcess) -> AsyncIterator[Database]:
    async with small.database() as opened:
        yield opened


@pytest.fixture(scope="module")
def footprint(small: ServerProcess, database: Database) -> Footprint:
    return Footprint(database, small.data_dir)


async def owner_of(small: ServerProcess, slug: str) -> tuple[GraphQLClient, str]:
    client = small.client(await small.token("org_owner", slug))
    data = await client.data("query ($s: String!) { group(slug: $s) { id } }", s=slug)
    return client, data["group"]["id"]


def refusal(answer: Json) -> tuple[str, bool]:
    return answer["code"], bool(answer["hint"])


async def test_installs_of_a_group_within_an_hour(
    small: ServerProcess, footprint: Footprint
) -> None:
    owner, group = await owner_of(small, "demo")
    instance = await installed(owner, group, STARTER)
    before = await footprint.take()
    assert refusal(await install(owner, group, STARTER, name="b")) == ("RATE_LIMITED", True)
    assert await footprint.take() == before

    for _ in range(2):
        assert (await executed(owner, instance, "HELLO_WORLD"))["state"] == "SUCCEEDED"
    before = await footprint.take()
    assert refusal(await execute(owner, instance, "HELLO_WORLD")) == ("RATE_LIMITED", True)
    assert await footprint.take() == before
    await owner.close()


async def test_executions_of_a_free_group_within_a_day(
    small: ServerProcess, database: Database, footprint: Footprint
) -> None:
    owner, group = await owner_of(small, "demo2")  # whose installs are counted apart
    groups = database.collection(Group)
    await groups.update_one({"_id": group}, {"$set": {"plan": "free"}})
    instance = await installed(owner, group, STARTER)
    await executed(owner, instance, "HELLO_WORLD")
    before = await footprint.take()
    assert refusal(await execute(owner, instance, "HELLO_WORLD")) == ("QUOTA_EXCEEDED", True)
    assert await footprint.take() == before
    query = "query ($i: ID!) { instance(id: $i) { usage { executions quotaLimit quotaUsed } } }"
    usage = (await owner.data(query, i=instance))["instance"]["usage"]
    assert usage == {"executions": 1, "quotaLimit": 1, "quotaUsed": 1}
    await owner.close()


async def test_one_sync_in_an_interval(small: ServerProcess) -> None:
    client = small.client(await small.token("platform_owner", None))
    sync = "mutation { syncRegistry { __typename ... on UserError { code message hint } } }"
    first = (await client.data(sync))["syncRegistry"]
    assert first == {"__typename": "SyncRegistryPayload"}
    reports = await client.all_updates("subscription { syncProgress { done total } }")
    assert reports[-1]["syncProgress"]["done"] == reports[-1]["syncProgress"]["total"] > 0
    again = (await client.data(sync))["syncRegistry"]
    assert (again["code"], "possible" in again["hint"]) == ("RATE_LIMITED", True)
    await client.close()


async def test_requests_of_strangers_within_a_minute(small: ServerProcess) -> None:
    stranger, owner = small.client(), small.client(await small.token("org_owner", "demo"))
    body = {"query": "{ __typename }"}
    more_than_two_minutes_allow = 2 * STRANGER_REQUESTS + 1
    answers = [
        await stranger.http.post("/graphql", json=body) for _ in range(more_than_two_minutes_allow)
    ]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert 1 <= int(refused[0].headers["retry-after"]) <= 60
    assert refused[0].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert await owner.data("{ __typename }") == {"__typename": "Query"}
    await stranger.close()
    await owner.close()
