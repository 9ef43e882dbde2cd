"""Answers of providers that are kept for a while, and found as knowledge; evaluators' scores."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import CLASSIC, executed, index_of, installed
from tests.e2e.synced import synced_server
from tests.people import People, people_of
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-weather"
CODE = """
    let asked = 0;
    const weather = {
      name: "WEATHER",
      get: async (_runtime, message) => ({
        text: `It rains in ${message.content.text}, said ${++asked} times`,
        values: { rain: true },
      }),
    };
    const mood = {
      name: "MOOD", description: "Judges", similes: [], examples: [], alwaysRun: true,
      validate: async () => true,
      handler: async () => ({ success: true, data: { score: 0.75, scores: { joy: 0.9 } } }),
    };
    export default {
      name: "weather", description: "Weather", providers: [weather], evaluators: [mood] };"""
CONFIGURE = """
    mutation ($input: ConfigurePluginInput!) { configurePlugin(input: $input) {
        __typename ... on UserError { code message hint }
        ... on ConfigurePluginPayload { instance { cacheSeconds } } } }"""
KNOWN = """
    query ($g: ID!) { group(id: $g) { knowledge(label: ["provider"], first: 50) {
        nodes { text metadata source { id } } } } }"""
SEARCH = """
    query ($g: ID!) { searchKnowledge(group: $g, query: "does it rain in Paris", first: 3) {
        passage } }"""
EVENTS = """
    query ($e: ID!) { execution(id: $e) { cached state
        events(first: 10) { nodes { type metadata } } } }"""


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("cache")
    async with synced_server(folder / "data", index_of(folder, CLASSIC)) as process:
        await upload_plugin(process, NAME, CODE)
        yield process


@pytest.fixture(scope="module")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(server)
    yield found
    await found.close()


@pytest.fixture
async def weather(people: People, request: pytest.FixtureRequest) -> str:
    return await installed(people.owner, people.demo, NAME, name=request.node.name)


async def keep(people: People, instance: str, seconds: int) -> Json:
    given = {"instance": instance, "cacheSeconds": seconds}
    return (await people.owner.data(CONFIGURE, input=given))["configurePlugin"]


async def ask(people: People, instance: str, city: str, **more: Json) -> Json:
    return await executed(people.user, instance, "WEATHER", kind="PROVIDER", text=city, **more)


async def known(people: People, instance: str) -> list[str]:
    nodes = (await people.user.data(KNOWN, g=people.demo))["group"]["knowledge"]["nodes"]
    return [node["text"] for node in nodes if node["source"]["id"] == instance]


async def test_unless_asked_for_nothing_is_kept(people: People, weather: str) -> None:
    texts = [(await ask(people, weather, "Rome"))["result"]["text"] for _ in range(2)]
    assert texts == ["It rains in Rome, said 1 times", "It rains in Rome, said 2 times"]
    assert await known(people, weather) == []


async def test_the_same_question_is_answered_with_what_was_said(
    people: People, weather: str
) -> None:
    await keep(people, weather, 600)
    first, second = [await ask(people, weather, "Rome") for _ in range(2)]
    other = await ask(people, weather, "Oslo")
    assert second["result"] == first["result"]
    assert other["result"]["text"] == "It rains in Oslo, said 2 times"
    told = (await people.user.data(EVENTS, e=second["id"]))["execution"]
    assert (told["cached"], told["state"]) == (True, "SUCCEEDED")
    assert [node["metadata"]["cached"] for node in told["events"]["nodes"]] == [first["id"]]


async def test_a_fresh_answer_takes_the_place_of_the_one_before(
    people: People, weather: str
) -> None:
    await keep(people, weather, 600)
    await ask(people, weather, "Rome")
    await ask(people, weather, "Rome", fresh=True)
    assert (await ask(people, weather, "Rome"))["result"]["text"].endswith("said 2 times")
    assert await known(people, weather) == ["It rains in Rome, said 2 times"]


async def test_it_is_found_by_what_it_means(people: People, weather: str) -> None:
    await keep(people, weather, 600)
    await ask(people, weather, "Paris")
    async with asyncio.timeout(20):
        while True:
            found = (await people.user.data(SEARCH, g=people.demo))["searchKnowledge"]
            if any("Paris" in match["passage"] for match in found):
                return
            await asyncio.sleep(0.2)


async def test_after_its_time_it_is_asked_again_and_forgotten(people: People, weather: str) -> None:
    await keep(people, weather, 1)
    await ask(people, weather, "Rome")
    await asyncio.sleep(1.1)
    assert (await ask(people, weather, "Rome"))["result"]["text"].endswith("said 2 times")
    for _ in range(60):
        if await known(people, weather) == []:
            return
        await asyncio.sleep(0.5)
    pytest.fail("it is still known")


async def test_a_time_out_of_range_is_refused(people: People, weather: str) -> None:
    assert (await keep(people, weather, -1))["code"] == "INVALID_INPUT"


async def test_what_an_evaluator_thinks_is_in_its_event(people: People, weather: str) -> None:
    execution = await executed(people.user, weather, "MOOD", kind="EVALUATOR", text="I am glad")
    told = (await people.user.data(EVENTS, e=execution["id"]))["execution"]
    [event] = told["events"]["nodes"]
    assert event["metadata"]["score"] == 0.75
    assert event["metadata"]["scores"] == {"score": 0.75, "joy": 0.9}
