"""Agents are made, and plugins activated for them."""

import pytest

from tests.e2e.plugins import STARTER, execute, executed, installed
from tests.e2e.writing import Tenant, refusal, write

ACTION = "HELLO_WORLD"


@pytest.fixture(scope="module")
async def instance(tenant: Tenant) -> str:
    """An installed plugin that nobody may execute yet."""
    made = await installed(tenant.owner, tenant.id, STARTER)
    query = "mutation ($i: ID!) { deactivatePlugin(input: {instance: $i}) { __typename } }"
    await tenant.owner.data(query, i=made)
    return made


async def new_agent(tenant: Tenant, name: str) -> str:
    given = {"group": tenant.id, "type": "sales_agent", "name": name}
    made = await write(
        tenant.owner, "createThing", "thing { id ... on Agent { plugins { id } } }", **given
    )
    assert made["thing"]["plugins"] == []
    identifier: str = made["thing"]["id"]
    return identifier


async def activate(tenant: Tenant, instance: str, agent: str | None) -> str:
    document = """mutation ($i: ID!, $a: ID) { activatePlugin(input: {instance: $i, agent: $a}) {
        ... on ActivatePluginPayload { instance { state } } ... on UserError { code } } }"""
    answer = (await tenant.owner.data(document, i=instance, a=agent))["activatePlugin"]
    outcome: str = answer["code"] if "code" in answer else answer["instance"]["state"]
    return outcome


async def test_a_plugin_that_is_activated_for_a_new_agent_executes_for_it_alone(
    tenant: Tenant, instance: str
) -> None:
    agent = await new_agent(tenant, "Ann")
    assert (await execute(tenant.owner, instance, ACTION, agent=agent))["code"] == "INVALID_STATE"
    assert await activate(tenant, instance, agent) == "ACTIVE"
    execution = await executed(tenant.owner, instance, ACTION, agent=agent)
    assert execution["state"] == "SUCCEEDED"
    assert (await execute(tenant.owner, instance, ACTION))["code"] == "INVALID_STATE"
    other = await new_agent(tenant, "Bob")
    assert (await execute(tenant.owner, instance, ACTION, agent=other))["code"] == "INVALID_STATE"


async def test_an_archived_agent_executes_nothing_until_it_is_brought_back(
    tenant: Tenant, instance: str
) -> None:
    agent = await new_agent(tenant, "Eve")
    assert await activate(tenant, instance, agent) == "ACTIVE"
    await write(tenant.owner, "archiveThing", thing=agent)
    answer = await execute(tenant.owner, instance, ACTION, agent=agent)
    assert (answer["code"], answer["message"]) == ("INVALID_STATE", "The agent is archived.")
    assert await activate(tenant, instance, agent) == "INVALID_STATE"
    await write(tenant.owner, "updateThing", thing=agent, status="active")
    execution = await executed(tenant.owner, instance, ACTION, agent=agent)
    assert execution["state"] == "SUCCEEDED"


async def test_a_thing_that_looks_like_an_instance_is_none(tenant: Tenant, instance: str) -> None:
    agent = await new_agent(tenant, "Mallory")
    forged = {"state": "ACTIVE", "agents": [agent], "plugin": instance, "whole_group": True}
    given = {"group": tenant.id, "type": "report", "name": "forged", "properties": forged}
    made = await write(tenant.owner, "createThing", "thing { id }", **given)
    query = "query ($a: ID!) { node(id: $a) { ... on Agent { plugins { id } } } }"
    assert (await tenant.owner.data(query, a=agent))["node"] == {"plugins": []}
    answer = await execute(tenant.owner, made["thing"]["id"], ACTION)
    assert answer["code"] == "NOT_FOUND"


async def test_an_instance_is_not_changed_as_a_thing(tenant: Tenant, instance: str) -> None:
    for mutation, more in (("updateThing", {"name": "mine"}), ("archiveThing", {})):
        assert await refusal(tenant.owner, mutation, thing=instance, **more) == "INVALID_INPUT"
