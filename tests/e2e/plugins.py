"""Installing and executing plugins, as a client of the API does it."""

import json
from pathlib import Path

from tests.serving import GraphQLClient, Json

STARTER = "@elizaos/plugin-starter"
PDF = "@elizaos/plugin-pdf"
OPENAI = "@elizaos/plugin-openai"
CLASSIC = "@elizaos/plugin-eliza-classic"
EVM = "@elizaos/plugin-evm"

INSTALL = """
    mutation ($input: InstallPluginInput!) {
      installPlugin(input: $input) {
        __typename
        ... on InstallPluginPayload { instance { id state } }
        ... on UserError { code message hint }
      }
    }"""
PROGRESS = """
    subscription ($instance: ID!, $after: String) {
      installProgress(instance: $instance, after: $after) {
        cursor stage percent message failure { code message hint stage } instance { state }
      }
    }"""
EXECUTE = """
    mutation ($input: ExecuteActionInput!) {
      executeAction(input: $input) {
        __typename
        ... on ExecuteActionPayload {
          execution {
            id state result callbacks durationMs peakMemoryBytes error { code message stack }
          }
        }
        ... on UserError { code message hint }
      }
    }"""
STATUS = """
    subscription ($execution: ID!, $after: String) {
      executionStatus(execution: $execution, after: $after) {
        cursor state logs { stream text } chunk execution { state }
      }
    }"""
CONFIGURE = """
    mutation ($i: ID!, $settings: JSON) {
      configurePlugin(input: {instance: $i, settings: $settings}) {
        __typename
        ... on ConfigurePluginPayload { instance { settings state } }
        ... on UserError { code message hint }
      }
    }"""
INSTANCE = """
    query ($id: ID!) {
      instance(id: $id) {
        id name state version settings missingSettings failure { code message hint stage }
        capabilities { kind name methods } plugin { name installCount } agents { id name }
      }
    }"""


def index_of(folder: Path, *names: str) -> Path:
    """A list of these names alone, so that the registry is read in a moment."""
    path = folder / "index.json"
    path.write_text(json.dumps(dict.fromkeys(names, "github:elizaos/plugins")))
    return path


async def install(client: GraphQLClient, group: str, plugin: str, **more: Json) -> Json:
    """The answer of ``installPlugin``."""
    given = {"group": group, "plugin": plugin, **more}
    return (await client.data(INSTALL, input=given))["installPlugin"]


async def progress(client: GraphQLClient, instance: str, after: str | None = None) -> list[Json]:
    """Every report of an instance's install, until it has ended."""
    updates = await client.all_updates(PROGRESS, instance=instance, after=after)
    return [update["installProgress"] for update in updates]


async def installed(client: GraphQLClient, group: str, plugin: str, **more: Json) -> str:
    """The id of an instance whose install has succeeded."""
    answer = await install(client, group, plugin, **more)
    instance: str = answer["instance"]["id"]
    last = (await progress(client, instance))[-1]
    assert last["stage"] == "DONE", last
    return instance


async def instance_of(client: GraphQLClient, identifier: str) -> Json:
    """An instance as it is now."""
    return (await client.data(INSTANCE, id=identifier))["instance"]


async def configure(client: GraphQLClient, instance: str, settings: Json) -> Json:
    """The answer of ``configurePlugin``."""
    return (await client.data(CONFIGURE, i=instance, settings=settings))["configurePlugin"]


async def execute(client: GraphQLClient, instance: str, name: str, **more: Json) -> Json:
    """The answer of ``executeAction``, which waits for the end unless told otherwise."""
    given = {"instance": instance, "name": name, "wait": True, **more}
    return (await client.data(EXECUTE, input=given))["executeAction"]


async def executed(client: GraphQLClient, instance: str, name: str, **more: Json) -> Json:
    """The execution of an accepted call."""
    answer = await execute(client, instance, name, **more)
    assert "execution" in answer, answer
    return answer["execution"]


async def status(client: GraphQLClient, execution: str, after: str | None = None) -> list[Json]:
    """Every report of an execution, until it has ended."""
    updates = await client.all_updates(STATUS, execution=execution, after=after)
    return [update["executionStatus"] for update in updates]
