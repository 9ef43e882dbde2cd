"""plugin-openai without its key: installed, not active, and usable once its owner says so."""

from app.database import Database
from app.ontology.thing import Thing
from tests.e2e.plugins import OPENAI, configure, execute, installed, instance_of
from tests.people import People

ACTIVATE = """
    mutation ($i: ID!) {
      activatePlugin(input: {instance: $i}) {
        ... on ActivatePluginPayload { instance { state missingSettings } }
        ... on UserError { code message hint }
      }
    }"""
PROBLEMS = "query ($i: ID!) { instance(id: $i) { settingProblems { kind key message hint } } }"
LAST_EVENT = """
    query ($g: ID!, $i: ID!) {
      events(group: $g, target: $i, first: 1) { nodes { type metadata } }
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
    (event,) = (await people.user.data(LAST_EVENT, g=group, i=instance))["events"]["nodes"]
    assert (event["type"], event["metadata"]["missing_settings"]) == (
        "plugin_activated",
        ["OPENAI_API_KEY"],
    )
    answer = await execute(people.user, instance, "TEXT_TOKENIZER_ENCODE", **PROMPT)
    assert answer["execution"]["result"] == [24912, 2375]


async def test_it_is_not_activated_with_settings_that_its_version_declares_otherwise(
    people: People, group: str, database: Database
) -> None:
    instance = await installed(people.owner, group, OPENAI, name="of-another-version")
    stale = {"OPENAI_EMBEDDING_DIMENSIONS": "many", "OPENAI_BASE_ULR": "a.example"}
    await database.collection(Thing).update_one(
        {"_id": instance}, {"$set": {"properties.settings": stale}}
    )
    problems = (await people.user.data(PROBLEMS, i=instance))["instance"]["settingProblems"]
    assert [(each["kind"], each["key"]) for each in problems] == [
        ("MISSING", "OPENAI_API_KEY"),
        ("INVALID", "OPENAI_EMBEDDING_DIMENSIONS"),
        ("MISSPELT", "OPENAI_BASE_ULR"),
    ]
    assert "OPENAI_BASE_URL?" in problems[2]["message"]

    refused = (await people.owner.data(ACTIVATE, i=instance))["activatePlugin"]
    assert refused["code"] == "INVALID_INPUT"
    assert "OPENAI_EMBEDDING_DIMENSIONS must be of type number" in refused["message"]
    assert "configurePlugin" in refused["hint"]

    await configure(people.owner, instance, {"OPENAI_EMBEDDING_DIMENSIONS": 256})
    activated = (await people.owner.data(ACTIVATE, i=instance))["activatePlugin"]
    assert activated["instance"]["state"] == "ACTIVE"
