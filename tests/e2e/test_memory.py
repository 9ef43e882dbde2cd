"""What agents remember, through the API: kept, seen by people, forgotten at their word."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import CLASSIC, executed, index_of, installed
from tests.e2e.synced import synced_server
from tests.people import People, people_of
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-notes"
CODE = """
    const act = (name, run) => ({
      name, description: name, similes: [], examples: [], validate: async () => true,
      handler: async (runtime, message, state, options, callback) => {
        await callback({ text: `heard ${message.content.text}` });
        return { success: true, text: await run(runtime, message) };
      },
    });
    export default { name: "notes", description: "Notes", actions: [
      act("NOTE", async (runtime, { content, roomId, entityId }) => {
        await runtime.createMemory({ content, roomId, entityId }, "facts");
        return "noted";
      }),
      act("RECALL", async (runtime) => {
        const facts = await runtime.getMemories({ tableName: "facts" });
        return facts.map((fact) => fact.content.text).join("; ");
      }),
    ] };"""
CREATE = """
    mutation ($g: ID!) { createThing(input: {
        group: $g, type: "service_agent", name: "Ann", properties: {bio: "Helps"}}) {
      ... on CreateThingPayload { thing { id } } } }"""
ACTIVATE = """
    mutation ($i: ID!, $a: ID!) { activatePlugin(input: {instance: $i, agent: $a}) {
        __typename } }"""
DEACTIVATE = "mutation ($i: ID!) { deactivatePlugin(input: {instance: $i}) { __typename } }"
SEEN = """
    query ($g: ID!, $a: ID!) {
      group(id: $g) {
        things(type: ["agent_contact", "agent_room"], first: 50) {
          nodes { type name properties } }
        knowledge(type: ["memory"], first: 50) { nodes { text labels source { id } } } }
      connections(from: $a, first: 1) { nodes { id } } }"""
STEPS = """
    query ($e: ID!) { execution(id: $e) { events(type: ["agent_step"], first: 10) {
        nodes { metadata actor { id } } } } }"""
FORGET = """
    mutation ($g: ID!, $a: ID) { forgetMemory(input: {group: $g, agent: $a}) {
        __typename ... on ForgetMemoryPayload { forgotten } } }"""


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("memory")
    async with synced_server(folder / "data", index_of(folder, CLASSIC)) as process:
        await upload_plugin(process, NAME, CODE)
        yield process


@pytest.fixture(scope="module")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(server)
    yield found
    await found.close()


@pytest.fixture(scope="module")
async def ann(people: People) -> str:
    made = await people.owner.data(CREATE, g=people.demo)
    identifier: str = made["createThing"]["thing"]["id"]
    return identifier


@pytest.fixture(scope="module")
async def notes(people: People, ann: str) -> str:
    granted = ["memory.read", "memory.write"]
    instance = await installed(people.owner, people.demo, NAME, permissions=granted)
    await people.owner.data(DEACTIVATE, i=instance)
    await people.owner.data(ACTIVATE, i=instance, a=ann)
    return instance


async def act(people: People, instance: str, agent: str, name: str, text: str) -> Json:
    execution = await executed(people.user, instance, name, text=text, agent=agent)
    assert execution["state"] == "SUCCEEDED", execution["error"]
    return execution


async def test_it_remembers_and_people_see_what(people: People, notes: str, ann: str) -> None:
    await act(people, notes, ann, "NOTE", "the door sticks")
    told = await act(people, notes, ann, "RECALL", "what do you know?")
    assert told["result"]["text"] == "the door sticks"
    seen = await people.user.data(SEEN, g=people.demo, a=ann)
    things = seen["group"]["things"]["nodes"]
    kept = seen["group"]["knowledge"]["nodes"]
    assert {("agent_contact", "Ann"), ("agent_contact", "Caller")} <= {
        (thing["type"], thing["name"]) for thing in things
    }
    assert all(thing["properties"]["agent"] == ann for thing in things)
    texts = {(note["labels"][0], note["text"]) for note in kept}
    assert {("facts", "the door sticks"), ("messages", "heard what do you know?")} <= texts
    assert {note["source"]["id"] for note in kept} == {ann}


async def test_the_steps_of_a_run_are_a_timeline(people: People, notes: str, ann: str) -> None:
    execution = await act(people, notes, ann, "NOTE", "the lamp is new")
    nodes = (await people.user.data(STEPS, e=execution["id"]))["execution"]["events"]["nodes"]
    oldest_first = [node["metadata"] for node in reversed(nodes)]
    assert [step["type"] for step in oldest_first] == ["run_event", "action", "run_event"]
    assert [step.get("status") for step in oldest_first] == ["started", None, "completed"]
    assert oldest_first[1]["value"]["body"]["result"]["text"] == "noted"
    assert {node["actor"]["id"] for node in nodes} == {ann}


async def test_it_forgets_at_its_owners_word(people: People, notes: str, ann: str) -> None:
    await act(people, notes, ann, "NOTE", "forget me")
    answer = await people.owner.data(FORGET, g=people.demo, a=ann)
    assert answer["forgetMemory"]["forgotten"] > 0
    seen = (await people.user.data(SEEN, g=people.demo, a=ann))["group"]
    assert seen["things"]["nodes"] == seen["knowledge"]["nodes"] == []
    told = await act(people, notes, ann, "RECALL", "what do you know?")
    assert told["result"]["text"] == ""
