"""Cancelling what runs and what waits."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.e2e.plugins import STATUS, executed, status
from tests.e2e.test_bad_executions import SLOW
from tests.e2e.test_workers import plugin_processes
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess

CANCEL = """
    mutation ($e: ID!) {
      cancelExecution(input: {execution: $e}) {
        ... on CancelExecutionPayload { execution { state } }
        ... on UserError { code hint }
      }
    }"""
WORKERS = 10


async def cancel(client: GraphQLClient, execution: str) -> Json:
    return (await client.data(CANCEL, e=execution))["cancelExecution"]


async def slow(client: GraphQLClient, instance: str) -> str:
    """The id of an execution that would take minutes."""
    call = {"wait": False, "timeoutMs": 300_000, **SLOW}
    execution = await executed(client, instance, "TEXT_TOKENIZER_ENCODE", **call)
    identifier: str = execution["id"]
    return identifier


async def until_running(client: GraphQLClient, execution: str) -> str:
    """The cursor of the update that says so."""
    async with client.subscribe(STATUS, execution=execution) as updates, asyncio.timeout(20):
        async for update in updates:
            if update["executionStatus"]["state"] == "RUNNING":
                cursor: str = update["executionStatus"]["cursor"]
                return cursor
    raise AssertionError("the execution ended before it ran")


@pytest.fixture
async def busy(people: People, openai: str) -> AsyncIterator[list[str]]:
    """One execution more than there are workers."""
    started = [await slow(people.user, openai) for _ in range(WORKERS + 1)]
    yield started
    for execution in started:
        await cancel(people.user, execution)
    for execution in started:
        assert (await status(people.user, execution))[-1]["state"] == "CANCELLED"


async def test_what_runs_is_killed_and_ends_cancelled(
    server: ServerProcess, people: People, openai: str
) -> None:
    before = plugin_processes(server)
    execution = await slow(people.user, openai)
    await until_running(people.user, execution)
    assert (await cancel(people.user, execution))["execution"]
    updates = await status(people.user, execution)
    assert updates[-1]["state"] == "CANCELLED"
    query = "query ($e: ID!) { execution(id: $e) { state finishedAt error { code } } }"
    ended = (await people.user.data(query, e=execution))["execution"]
    assert (ended["state"], ended["error"]["code"]) == ("CANCELLED", "CANCELLED")
    assert ended["finishedAt"]
    assert plugin_processes(server) <= before


async def test_what_waits_ends_at_once_and_never_runs(
    people: People, group: str, busy: list[str]
) -> None:
    waiting = busy[-1]
    assert (await cancel(people.user, waiting))["execution"]["state"] == "CANCELLED"
    states = [update["state"] for update in await status(people.user, waiting)]
    assert states == ["QUEUED", "CANCELLED"]
    query = "query ($g: ID!, $e: ID!) { events(group: $g, target: $e) { nodes { type } } }"
    events = (await people.user.data(query, g=group, e=waiting))["events"]["nodes"]
    assert events == [{"type": "execution_cancelled"}]


async def test_what_has_ended_cannot_be_cancelled(people: People, starter: str) -> None:
    execution = await executed(people.user, starter, "HELLO_WORLD")
    answer = await cancel(people.user, execution["id"])
    assert (answer["code"], bool(answer["hint"])) == ("INVALID_STATE", True)
