"""Memory of a plugin's process: a limit, which the owner of the instance may raise."""

import pytest

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import executed, installed
from tests.people import People
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-hungry"
CODE = """
    export default { name: "hungry", description: "Takes memory", actions: [{
      name: "FILL", description: "Takes 600 MiB", similes: [], examples: [],
      validate: async () => true,
      handler: async () =>
        ({ success: true, text: String(Buffer.alloc(600 * 2 ** 20, 1).length) }),
    }] };"""
RAISE = """
    mutation ($i: ID!) { configurePlugin(input: {instance: $i, memoryMb: 900}) {
        ... on ConfigurePluginPayload { instance { memoryMb } } } }"""


@pytest.fixture(scope="module")
async def hungry(server: ServerProcess, people: People, group: str) -> str:
    await upload_plugin(server, NAME, CODE)
    return await installed(people.owner, group, NAME)


async def test_who_needs_more_is_told_how_to_get_it_and_gets_it(
    people: People, hungry: str
) -> None:
    refused: Json = await executed(people.user, hungry, "FILL", text="Go")
    assert refused["error"]["code"] == "WORKER_DIED"
    assert "memoryMb" in refused["error"]["message"]
    answer = await people.owner.data(RAISE, i=hungry)
    assert answer["configurePlugin"]["instance"]["memoryMb"] == 900
    ended: Json = await executed(people.user, hungry, "FILL", text="Go")
    assert ended["result"]["text"] == str(600 * 2**20)
