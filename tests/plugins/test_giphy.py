"""plugin-giphy finds a picture for what is talked about."""

import pytest

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import GIPHY
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, requests, succeeded


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> str:
    (host,) = services.giphy.hosts
    return await in_use(
        people,
        GIPHY,
        secrets=[{"key": "GIPHY_API_KEY", "value": services.giphy.key, "hosts": [host]}],
        allowedHosts=[host],
    )


async def test_it_sends_a_picture(
    people: People, instance: str, services: Services, thinks: Teach
) -> None:
    thinks(r"Caller: Show me a (.+)\n", r'{"trigger": true, "searchTerm": "\1"}')
    ended = await succeeded(people, instance, "SEND_GIF", text="Show me a red panda")
    (said,) = ended["callbacks"]
    (attachment,) = said["attachments"]
    assert (attachment["contentType"], attachment["title"]) == ("image/gif", "Enjoy your GIF!")
    assert attachment["description"] == "red panda GIF"
    assert services.giphy.asked[-1].query["q"] == "red panda"


async def test_its_key_is_in_no_record(people: People, instance: str, thinks: Teach) -> None:
    thinks(r"Caller: Show me a (.+)\n", r'{"trigger": true, "searchTerm": "\1"}')
    ended = await succeeded(people, instance, "SEND_GIF", text="Show me a sea lion")
    (asked,) = await requests(people, ended["id"])
    assert asked["secrets"] == ["GIPHY_API_KEY"]
    assert "q=sea" in asked["url"]
