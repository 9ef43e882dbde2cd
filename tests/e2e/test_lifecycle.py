"""Activating, deactivating and uninstalling, each with its event."""

import asyncio

import pytest

from tests.e2e.plugins import OPENAI, STARTER, execute, executed, install, installed, instance_of
from tests.people import People
from tests.serving import GraphQLClient, Json

CHANGE = """
    mutation ($i: ID!) {
      %s(input: {instance: $i}) {
        __typename
        ... on %s { instance { state status } }
        ... on UserError { code message hint }
      }
    }"""


async def change(client: GraphQLClient, mutation: str, instance: str) -> Json:
    payload = f"{mutation[0].upper()}{mutation[1:]}Payload"
    return (await client.data(CHANGE % (mutation, payload), i=instance))[mutation]


async def last_event(client: GraphQLClient, group: str, target: str) -> str:
    query = (
        "query ($g: ID!, $i: ID!) { events(group: $g, target: $i, first: 1) { nodes { type } } }"
    )
    (event,) = (await client.data(query, g=group, i=target))["events"]["nodes"]
    kind: str = event["type"]
    return kind


@pytest.fixture(scope="module")
async def instance(people: People, group: str, starter: str) -> str:
    assert starter
    return await installed(people.owner, group, STARTER, name="living")


async def test_only_an_active_instance_executes(people: People, group: str, instance: str) -> None:
    answer = await change(people.owner, "deactivatePlugin", instance)
    assert answer["instance"] == {"state": "INSTALLED", "status": "inactive"}
    assert await last_event(people.user, group, instance) == "plugin_deactivated"
    assert (await execute(people.user, instance, "HELLO_WORLD"))["code"] == "INVALID_STATE"

    answer = await change(people.owner, "activatePlugin", instance)
    assert answer["instance"] == {"state": "ACTIVE", "status": "active"}
    assert await last_event(people.user, group, instance) == "plugin_activated"
    assert (await executed(people.user, instance, "HELLO_WORLD"))["state"] == "SUCCEEDED"


async def test_what_is_inactive_already_cannot_be_deactivated(
    people: People, instance: str
) -> None:
    await change(people.owner, "deactivatePlugin", instance)
    answer = await change(people.owner, "deactivatePlugin", instance)
    assert (answer["code"], "INSTALLED" in answer["message"]) == ("INVALID_STATE", True)
    await change(people.owner, "activatePlugin", instance)


async def test_of_two_changes_at_once_none_is_lost_unsaid(people: People, instance: str) -> None:
    answers = await asyncio.gather(
        *(change(people.owner, "activatePlugin", instance) for _ in range(8))
    )
    outcomes = {answer.get("code", "ok") for answer in answers}
    assert "ok" in outcomes
    assert outcomes <= {"ok", "INVALID_STATE"}


async def test_uninstalling_frees_the_name_and_keeps_the_history(
    people: People, group: str, starter: str
) -> None:
    assert starter
    first = await installed(people.owner, group, STARTER, name="short-lived")
    execution = await executed(people.user, first, "HELLO_WORLD")
    answer = await change(people.owner, "uninstallPlugin", first)
    assert answer["instance"] == {"state": "UNINSTALLED", "status": "archived"}
    assert await last_event(people.user, group, first) == "plugin_uninstalled"

    assert (await execute(people.user, first, "HELLO_WORLD"))["code"] == "INVALID_STATE"
    for mutation in ("activatePlugin", "deactivatePlugin", "uninstallPlugin"):
        assert (await change(people.owner, mutation, first))["code"] == "INVALID_STATE"
    kept = await people.user.data("query ($e: ID!) { node(id: $e) { id } }", e=execution["id"])
    assert kept["node"]["id"] == execution["id"]

    second = await installed(people.owner, group, STARTER, name="short-lived")
    assert second != first
    assert (await instance_of(people.user, first))["state"] == "UNINSTALLED"


async def test_uninstalling_ends_the_connections_of_the_instance(
    people: People, group: str, starter: str
) -> None:
    assert starter
    instance = await installed(people.owner, group, STARTER, name="soon-gone")
    query = "query ($i: ID!) { connections(from: $i) { nodes { type validTo } } }"
    held = (await people.user.data(query, i=instance))["connections"]["nodes"]
    assert {item["type"] for item in held} == {"plugin_installed_in", "part_of"}
    assert all(item["validTo"] is None for item in held)

    await change(people.owner, "uninstallPlugin", instance)
    ended = (await people.user.data(query, i=instance))["connections"]["nodes"]
    assert all(item["validTo"] for item in ended)


async def test_what_is_being_installed_cannot_be_uninstalled(people: People, group: str) -> None:
    answer = await install(people.owner, group, OPENAI, name="arriving", version="1.5.18")
    refused = await change(people.owner, "uninstallPlugin", answer["instance"]["id"])
    assert (refused["code"], "INSTALLING" in refused["message"]) == ("INVALID_STATE", True)
