"""What a group asks of plugins, before and while they run."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.plugins import STARTER, executed, install, instance_of, progress
from tests.e2e.writing import Tenant
from tests.serving import Json

SET = """
    mutation ($input: SetPluginPolicyInput!) {
      setPluginPolicy(input: $input) {
        __typename
        ... on SetPluginPolicyPayload {
          group { pluginPolicy { block ask coolDownHours oneShot } }
        }
        ... on UserError { code message }
      }
    }"""
ACTIVATE = """
    mutation ($input: InstanceAgentInput!) {
      activatePlugin(input: $input) {
        ... on ActivatePluginPayload { instance { state } }
        ... on UserError { code message hint }
      }
    }"""
FINDINGS = """
    query ($name: String!) {
      plugin(name: $name) { versions(first: 1) { nodes { findings { kind file } } } }
    }"""


@pytest.fixture(autouse=True)
async def without_a_policy_afterwards(tenant: Tenant) -> AsyncIterator[None]:
    yield
    await tenant.owner.data(SET, input={"group": tenant.id})


async def set_policy(tenant: Tenant, **policy: Json) -> Json:
    answer = await tenant.owner.data(SET, input={"group": tenant.id, **policy})
    return answer["setPluginPolicy"]


async def ended(tenant: Tenant, name: str) -> tuple[str, Json]:
    """The last report of an install, and the instance's id."""
    answer = await install(tenant.owner, tenant.id, STARTER, name=name)
    instance: str = answer["instance"]["id"]
    return instance, (await progress(tenant.owner, instance))[-1]


@pytest.fixture(scope="module")
async def kind(tenant: Tenant) -> str:
    """Something that is found in the plugin."""
    await ended(tenant, "first")
    found = (await tenant.owner.data(FINDINGS, name=STARTER))["plugin"]["versions"]["nodes"]
    kinds: list[str] = [finding["kind"] for each in found for finding in each["findings"]]
    assert kinds
    return kinds[0]


async def test_what_is_blocked_is_not_installed_and_says_what_was_found(
    tenant: Tenant, kind: str
) -> None:
    await set_policy(tenant, block=[kind])
    _, last = await ended(tenant, "blocked")
    assert (last["stage"], last["failure"]["code"]) == ("FAILED", "POLICY_BLOCKED")
    assert kind in last["failure"]["message"]


async def test_what_is_asked_for_runs_once_an_owner_has_accepted_it(
    tenant: Tenant, kind: str
) -> None:
    await set_policy(tenant, ask=[kind])
    instance, last = await ended(tenant, "asked")
    assert last["stage"] == "DONE"
    assert (await instance_of(tenant.owner, instance))["state"] == "INSTALLED"
    refused = (await tenant.owner.data(ACTIVATE, input={"instance": instance}))["activatePlugin"]
    assert (refused["code"], kind in refused["message"]) == ("FINDINGS_NOT_ACCEPTED", True)
    accepted = {"instance": instance, "acceptFindings": True}
    answer = (await tenant.owner.data(ACTIVATE, input=accepted))["activatePlugin"]
    assert answer["instance"]["state"] == "ACTIVE"
    assert (await executed(tenant.owner, instance, "HELLO_WORLD"))["state"] == "SUCCEEDED"


async def test_it_is_shown_and_replaced_as_a_whole(tenant: Tenant) -> None:
    given = {"block": ["OBFUSCATION"], "ask": ["PROCESS"], "coolDownHours": 24, "oneShot": True}
    answer = await set_policy(tenant, **given)
    assert answer["group"]["pluginPolicy"] == given
    answer = await set_policy(tenant, coolDownHours=1)
    assert answer["group"]["pluginPolicy"] == {
        "block": [],
        "ask": [],
        "coolDownHours": 1,
        "oneShot": False,
    }


@pytest.mark.parametrize(
    "policy", [{"coolDownHours": -1}, {"coolDownHours": 9000}, {"block": ["EVAL"], "ask": ["EVAL"]}]
)
async def test_what_makes_no_sense_changes_nothing(tenant: Tenant, policy: dict[str, Json]) -> None:
    assert (await set_policy(tenant, **policy))["code"] == "INVALID_INPUT"
