"""Plugins that are active for some of a group's agents only."""

import pytest

from app.database import Database
from app.ontology.repositories import ThingRepository
from app.ontology.thing import Thing
from tests.e2e.plugins import STARTER, execute, executed, installed
from tests.people import People
from tests.serving import GraphQLClient, Json

CHANGE = """
    mutation ($i: ID!, $a: ID) {
      %s(input: {instance: $i, agent: $a}) {
        ... on %sPayload { instance { state agents { name } } }
        ... on UserError { code message }
      }
    }"""


async def change(client: GraphQLClient, mutation: str, instance: str, agent: str | None) -> Json:
    document = CHANGE % (mutation, mutation[0].upper() + mutation[1:])
    return (await client.data(document, i=instance, a=agent))[mutation]


@pytest.fixture(scope="module")
async def agents(database: Database, group: str, other_group: str) -> dict[str, str]:
    """Two agents of demo and one of demo2; no mutation makes agents yet."""
    things = ThingRepository(database)
    return {
        name: (await things.insert(Thing(type="sales_agent", name=name, group=owner))).id
        for name, owner in (("ann", group), ("bob", group), ("foreign", other_group))
    }


@pytest.fixture
async def instance(people: People, group: str, starter: str, agents: dict[str, str]) -> str:
    """An instance that is active for Ann alone."""
    assert starter
    name = f"for agents {len(await names(people, group))}"
    made = await installed(people.owner, group, STARTER, name=name)
    await change(people.owner, "deactivatePlugin", made, None)
    await change(people.owner, "activatePlugin", made, agents["ann"])
    return made


async def names(people: People, group: str) -> list[str]:
    query = "query ($g: ID!) { instances(group: $g, first: 100) { nodes { name } } }"
    nodes = (await people.owner.data(query, g=group))["instances"]["nodes"]
    return [node["name"] for node in nodes]


async def test_it_executes_for_that_agent_and_nobody_else(
    people: People, instance: str, agents: dict[str, str]
) -> None:
    execution = await executed(people.user, instance, "HELLO_WORLD", agent=agents["ann"])
    assert execution["state"] == "SUCCEEDED"
    for agent in (agents["bob"], None):
        answer = await execute(people.user, instance, "HELLO_WORLD", agent=agent)
        assert answer["code"] == "INVALID_STATE"


async def test_the_agent_and_the_instance_know_each_other(
    people: People, instance: str, agents: dict[str, str]
) -> None:
    query = "query ($a: ID!) { node(id: $a) { ... on Agent { name plugins { id } } } }"
    agent = (await people.user.data(query, a=agents["ann"]))["node"]
    assert agent["name"] == "ann"
    assert {"id": instance} in agent["plugins"]
    query = "query ($i: ID!) { instance(id: $i) { agents { name } } }"
    known = (await people.user.data(query, i=instance))["instance"]["agents"]
    assert known == [{"name": "ann"}]


async def test_one_agent_is_added_and_removed_at_a_time(
    people: People, instance: str, agents: dict[str, str]
) -> None:
    two = await change(people.owner, "activatePlugin", instance, agents["bob"])
    assert [agent["name"] for agent in two["instance"]["agents"]] == ["ann", "bob"]
    one = await change(people.owner, "deactivatePlugin", instance, agents["ann"])
    assert one["instance"] == {"state": "ACTIVE", "agents": [{"name": "bob"}]}
    none = await change(people.owner, "deactivatePlugin", instance, agents["bob"])
    assert none["instance"] == {"state": "INSTALLED", "agents": []}


async def test_no_agent_of_another_group_can_be_named(
    people: People, instance: str, starter: str, agents: dict[str, str]
) -> None:
    unknown = f"{agents['ann'][:-4]}ffff"
    for agent in (agents["foreign"], unknown, instance, "garbage"):
        activated = await change(people.owner, "activatePlugin", instance, agent)
        whole_group = await execute(people.user, starter, "HELLO_WORLD", agent=agent)
        assert (activated["code"], whole_group["code"]) == ("NOT_FOUND", "NOT_FOUND")
        assert "foreign" not in f"{activated}{whole_group}"
