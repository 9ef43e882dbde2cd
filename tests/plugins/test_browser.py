"""plugin-browser reads pages with a Chromium that runs beside its worker, in full isolation."""

import pytest

from tests.e2e.plugins import executed
from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import BROWSER
from tests.plugins.services import Services
from tests.plugins.tenant import configure, in_use, requests, succeeded
from tests.serving import Json

PERMISSIONS = ["network.external", "models.use", "browser.use"]


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> str:
    services.web.pages |= {
        "/pandas": ("Red pandas", "They live in the eastern Himalayas."),
        "/favicon.ico": ("", ""),
    }
    hosts = [*services.web.hosts]
    return await in_use(people, BROWSER, allowedHosts=hosts, permissions=PERMISSIONS)


def content_of(url: str) -> Json:
    """A call of the method, which wants the agent's runtime as well."""
    return {"kind": "SERVICE", "method": "getPageContent", "args": [url, {"$runtime": True}]}


async def test_it_gives_the_text_of_a_page(
    people: People, instance: str, services: Services, thinks: Teach
) -> None:
    thinks(
        r'Text: """\s*(.+)\s+Red pandas\s+(They live in .+)',
        r'{"title": "About \1", "summary": "\2"}',
    )
    call = content_of("https://www.example.com/pandas")
    ended = await succeeded(people, instance, "browser", **call)
    assert ended["result"] == {
        "title": "About Red pandas",
        "description": "They live in the eastern Himalayas.",
        "bodyContent": "Red pandas\n\nThey live in the eastern Himalayas.\n\nHome",
    }
    assert "Chrome/" in services.web.asked[0].headers["user-agent"]
    asked = await requests(people, ended["id"])
    assert ("GET", "https://www.example.com/pandas", 200) in [
        (each["method"], each["url"], each["status"]) for each in asked
    ]


async def test_it_reaches_no_host_that_was_not_allowed(people: People, instance: str) -> None:
    ended = await succeeded(people, instance, "browser", **content_of("https://other.example.com/"))
    assert ended["result"]["description"] == "Error, could not fetch content"
    (asked,) = await requests(people, ended["id"])
    assert (asked["url"], asked["allowed"]) == ("other.example.com:443", False)


async def test_without_the_permission_it_has_no_browser(people: People, instance: str) -> None:
    await configure(people, instance, permissions=["network.external"])
    call = content_of("https://www.example.com/pandas")
    ended = await executed(people.user, instance, "browser", **call)
    assert ended["state"] == "FAILED"
    assert "browser.use is not granted to this instance" in ended["error"]["message"]
