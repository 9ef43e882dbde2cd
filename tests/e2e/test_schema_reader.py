"""Whoever has only the schema can do the whole tour of the README."""

import pytest

from tests.e2e.plugins import PDF, STARTER
from tests.e2e.schema_reader import SchemaReader
from tests.people import People


@pytest.fixture(scope="module")
async def reader(people: People) -> SchemaReader:
    return await SchemaReader.reading(people.other_owner)


async def test_the_tour_needs_nothing_but_the_schema(reader: SchemaReader) -> None:
    assert (await reader.query("me"))["displayName"]
    (group,) = (await reader.query("groups"))["nodes"]
    assert (await reader.query("plugins", first=2))["totalCount"] > 0
    found = await reader.query("searchPlugins", query="read the text of a PDF file", first=3)
    assert found[0]["plugin"]["name"] == PDF
    asked = await reader.mutate("installPlugin", group=group["id"], plugin=STARTER, name="read")
    instance = asked["instance"]["id"]
    async with reader.subscribe("installProgress", instance=instance) as reports:
        stages = [report["stage"] async for report in reports]
    assert (stages[0], stages[-1]) == ("QUEUED", "DONE")
    installed = await reader.query("instance", id=instance)
    assert installed["state"] == "ACTIVE"
    (action,) = (each for each in installed["capabilities"] if each["kind"] == "ACTION")
    call = {"instance": instance, "name": action["name"], "text": "Say hello"}
    execution = (await reader.mutate("executeAction", **call))["execution"]["id"]
    async with reader.subscribe("executionStatus", execution=execution) as updates:
        last = [update async for update in updates][-1]
    assert last["execution"]["result"]["text"] == "Hello world!"
    events = (await reader.query("events", group=group["id"], first=20))["nodes"]
    assert {"plugin_installed", "plugin_action_executed"} <= {event["type"] for event in events}
    gone = await reader.mutate("uninstallPlugin", instance=instance)
    assert gone["instance"]["state"] == "UNINSTALLED"


async def test_the_graph_can_be_grown_with_nothing_but_the_schema(reader: SchemaReader) -> None:
    (group,) = (await reader.query("groups"))["nodes"]
    agent, report = [
        (await reader.mutate("createThing", group=group["id"], type=type_, name=name))["thing"]
        for type_, name in (("engineering_agent", "Ada"), ("report", "Engines"))
    ]
    ends = {"from": agent["id"], "to": report["id"]}
    await reader.mutate("connect", group=group["id"], type="authored", **ends)
    (relation,) = (await reader.query("connections", **ends))["nodes"]
    assert (relation["from"]["id"], relation["to"]["id"]) == (agent["id"], report["id"])
    text = "Difference engines tabulate polynomials."
    await reader.mutate("addKnowledge", group=group["id"], text=text, source=report["id"])
    search = {"group": group["id"], "query": "engines that tabulate"}
    found = await reader.query("searchKnowledge", **search)
    assert text in found[0]["knowledge"]["text"]


@pytest.mark.parametrize(
    ("root", "name", "told"),
    [
        ("mutation", "installPlugin", "npm"),
        ("mutation", "executeAction", "Milliseconds"),
        ("mutation", "createThing", "types"),
        ("subscription", "installProgress", "cursor"),
        ("query", "searchPlugins", "characters"),
    ],
)
async def test_what_cannot_be_guessed_is_told(
    reader: SchemaReader, root: str, name: str, told: str
) -> None:
    assert told in reader.described(root, name)
