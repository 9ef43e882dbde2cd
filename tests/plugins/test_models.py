"""One plugin writes for another: a group's model plugin, by its own key and at its own host."""

from collections.abc import AsyncIterator

import pytest

from tests.people import People
from tests.plugins.services import Services
from tests.plugins.tenant import succeeded
from tests.serving import Json
from tests.standins.openai_api import echo, taught

CHOOSE = """
    mutation ($input: ChooseModelsInput!) { chooseModels(input: $input) { __typename } }"""


@pytest.fixture
async def chosen(people: People, openai: str) -> AsyncIterator[None]:
    await choose(people, openai)
    yield
    await choose(people, None)


async def choose(people: People, instance: str | None) -> None:
    given = {"group": people.demo, "instance": instance}
    answer: Json = (await people.owner.data(CHOOSE, input=given))["chooseModels"]
    assert answer == {"__typename": "ChooseModelsPayload"}


@pytest.mark.usefixtures("chosen")
async def test_the_plugin_that_the_group_chose_understands_for_another(
    people: People, coinmarketcap: str, services: Services
) -> None:
    services.openai.think = lambda prompt: taught(
        r"Caller: And (\w+)\?", r"<r><symbol>\1</symbol><currency>USD</currency></r>", prompt
    )
    asked = len(services.models.asked)
    try:
        ended = await succeeded(people, coinmarketcap, "GET_PRICE", text="And BTC?")
    finally:
        services.openai.think = echo
    assert ended["callbacks"][0]["text"] == "The current price of BTC is 50000 USD"
    assert services.openai.paths()[-1] == "/v1/responses"
    assert len(services.models.asked) == asked
