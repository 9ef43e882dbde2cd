"""Models that a group's plugins share: one plugin's, in a worker of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import CLASSIC, executed, index_of, installed
from tests.e2e.synced import synced_server
from tests.people import People, people_of
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-asker"
CODE = """
    const act = (name, run) => ({
      name, description: name, similes: [], examples: [],
      validate: async () => true,
      handler: async (runtime, message) => ({ success: true, data: await run(runtime, message) }),
    });
    export default { name: "asker", description: "Asks models", actions: [
      act("ASK", (runtime, { content }) =>
        runtime.useModel("TEXT_SMALL", { prompt: content.text })),
      act("DRAW", (runtime, { content }) => runtime.useModel("IMAGE", { prompt: content.text })),
      act("EMBED", async (runtime, { content }) => {
        const vector = await runtime.useModel("TEXT_EMBEDDING", { text: content.text });
        return [vector.length, Math.hypot(...vector)];
      }),
    ] };"""
CHOOSE = """
    mutation ($input: ChooseModelsInput!) { chooseModels(input: $input) {
        __typename
        ... on ChooseModelsPayload { group { modelInstance { id } } }
        ... on UserError { code message } } }"""
USE = ["models.use"]


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("models")
    async with synced_server(folder / "data", index_of(folder, CLASSIC)) as process:
        await upload_plugin(process, NAME, CODE)
        yield process


@pytest.fixture(scope="module")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(server)
    yield found
    await found.close()


@pytest.fixture(scope="module")
async def asker(people: People) -> str:
    return await installed(people.owner, people.demo, NAME, permissions=USE)


@pytest.fixture(scope="module")
async def classic(people: People) -> str:
    return await installed(people.owner, people.demo, CLASSIC)


async def choose(people: People, instance: str | None) -> Json:
    given = {"group": people.demo, "instance": instance}
    return (await people.owner.data(CHOOSE, input=given))["chooseModels"]


async def test_without_a_choice_it_is_said_how_to_choose(people: People, asker: str) -> None:
    execution = await executed(people.user, asker, "ASK", text="I feel sad")
    assert execution["state"] == "FAILED"
    assert "chooseModels" in execution["error"]["message"]


async def test_the_chosen_plugin_answers(people: People, asker: str, classic: str) -> None:
    answer = await choose(people, classic)
    assert answer["group"]["modelInstance"]["id"] == classic
    execution = await executed(people.user, asker, "ASK", text="I feel sad")
    assert execution["state"] == "SUCCEEDED"
    assert len(execution["result"]["data"]) > 5


async def test_a_model_that_the_chosen_plugin_lacks_is_named(
    people: People, asker: str, classic: str
) -> None:
    await choose(people, classic)
    execution = await executed(people.user, asker, "DRAW", text="a cat")
    assert 'There is no model "IMAGE"' in execution["error"]["message"]


async def test_the_server_embeds_whatever_was_chosen(people: People, asker: str) -> None:
    execution = await executed(people.user, asker, "EMBED", text="cats")
    length, norm = execution["result"]["data"]
    assert length == 384
    assert norm == pytest.approx(1, abs=1e-3)


async def test_without_the_permission_it_is_refused(people: People, asker: str) -> None:
    assert asker
    instance = await installed(people.owner, people.demo, NAME, name="not allowed")
    execution = await executed(people.user, instance, "ASK", text="x")
    assert "models.use is not granted" in execution["error"]["message"]


async def test_an_instance_of_another_group_cannot_be_chosen(people: People) -> None:
    foreign = await installed(people.other_owner, people.demo2, CLASSIC)
    assert (await choose(people, foreign))["code"] == "NOT_FOUND"
