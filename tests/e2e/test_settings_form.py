"""The forms of real plugins' settings."""

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.plugins import EVM, OPENAI, STARTER, configure, installed
from tests.people import People
from tests.serving import Json

FORMS = """
    query ($i: ID!) {
      instance(id: $i) {
        settings settingsSchema
        plugin {
          settingsSchema
          settings { key pattern type declared sources default }
          versions(first: 50) { nodes { version settingsSchema } }
        }
        version
      }
    }"""
CHAINS = "ETHEREUM_PROVIDER_<CHAINNAME>"


async def forms(people: People, instance: str) -> Json:
    """An instance with its form, which has been held against the standard."""
    known = (await people.user.data(FORMS, i=instance))["instance"]
    Draft202012Validator.check_schema(known["settingsSchema"])
    return known


@pytest.fixture(scope="module")
async def evm(people: People, group: str) -> str:
    return await installed(people.owner, group, EVM, name="form-of-evm")


async def test_instance_version_and_plugin_have_the_same_form(people: People, group: str) -> None:
    known = await forms(people, await installed(people.owner, group, OPENAI, name="form"))
    form = known["settingsSchema"]
    of_versions = {node["version"]: node for node in known["plugin"]["versions"]["nodes"]}
    assert of_versions[known["version"]]["settingsSchema"] == form
    assert known["plugin"]["settingsSchema"] == form


async def test_it_has_types_defaults_secrets_and_what_is_required(
    people: People, group: str
) -> None:
    instance = await installed(people.owner, group, OPENAI, name="form-in-parts")
    form = (await forms(people, instance))["settingsSchema"]
    key = form["properties"]["OPENAI_API_KEY"]
    assert (key["writeOnly"], key["format"]) == (True, "password")
    assert key["x-sources"] == ["DECLARED", "CONFIG", "SCANNED", "OBSERVED"]
    assert form["required"] == ["OPENAI_API_KEY"]
    dimensions = form["properties"]["OPENAI_EMBEDDING_DIMENSIONS"]
    assert (dimensions["type"], dimensions["default"]) == ("number", 1536)
    assert form["properties"]["OPENAI_EXPERIMENTAL_TELEMETRY"]["default"] is False


async def test_what_is_declared_nowhere_says_where_it_was_found(people: People, group: str) -> None:
    known = await forms(people, await installed(people.owner, group, STARTER, name="form-found"))
    found = {each["key"]: each for each in known["plugin"]["settings"]}
    assert (found["API_KEY"]["declared"], found["API_KEY"]["sources"]) == (True, ["DECLARED"])
    variable = found["EXAMPLE_PLUGIN_VARIABLE"]
    assert (variable["declared"], variable["sources"]) == (
        False,
        ["CONFIG", "SCANNED", "OBSERVED"],
    )


async def test_a_key_with_a_placeholder_stands_for_its_names(people: People, evm: str) -> None:
    known = await forms(people, evm)
    (template,) = (each for each in known["plugin"]["settings"] if each["key"] == CHAINS)
    assert template["sources"] == ["DECLARED", "SCANNED"]
    assert known["settingsSchema"]["patternProperties"][template["pattern"]]["x-template"] == CHAINS

    refused = await configure(people.owner, evm, {"ETHEREUM_PROVIDER_SEPOLIA": ["a", "b"]})
    assert refused["code"] == "INVALID_INPUT"
    assert "ETHEREUM_PROVIDER_SEPOLIA must be of type string" in refused["message"]
    given = {"ETHEREUM_PROVIDER_SEPOLIA": "http://127.0.0.1:8545"}
    assert (await configure(people.owner, evm, given))["instance"]["settings"] == given


async def test_what_an_instance_was_given_fits_its_form(people: People, evm: str) -> None:
    await configure(people.owner, evm, {"TEE_MODE": "OFF", "ETHEREUM_PROVIDER_BASE": "b.example"})
    known = await forms(people, evm)
    judge = Draft202012Validator({**known["settingsSchema"], "required": []})
    assert judge.is_valid(known["settings"])
    assert not judge.is_valid(known["settings"] | {"ETHEREUM_PROVIDER_SEPOLIA": 5})
