"""plugin-openai without its key: installed, not active, and usable once its owner says so."""

from tests.e2e.plugins import OPENAI, execute, installed, instance_of
from tests.people import People

ACTIVATE = """
    mutation ($i: ID!) {
      activatePlugin(input: {instance: $i}) {
        ... on ActivatePluginPayload { instance { state missingSettings } }
      }
    }"""
PROMPT = {"kind": "MODEL", "params": {"prompt": "hello world"}}


async def test_it_waits_for_its_key_and_refuses_to_execute_until_activated(
    people: People, group: str
) -> None:
    instance = await installed(people.owner, group, OPENAI, name="keyless")
    known = await instance_of(people.user, instance)
    assert (known["state"], known["missingSettings"]) == ("INSTALLED", ["OPENAI_API_KEY"])

    refused = await execute(people.user, instance, "TEXT_TOKENIZER_ENCODE", **PROMPT)
    assert refused["__typename"] == "InvalidState"
    assert "OPENAI_API_KEY" in refused["hint"]
    assert "activatePlugin" in refused["hint"]

    activated = (await people.owner.data(ACTIVATE, i=instance))["activatePlugin"]["instance"]
    assert activated == {"state": "ACTIVE", "missingSettings": ["OPENAI_API_KEY"]}
    answer = await execute(people.user, instance, "TEXT_TOKENIZER_ENCODE", **PROMPT)
    assert answer["execution"]["result"] == [24912, 2375]
