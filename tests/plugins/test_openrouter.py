"""plugin-openrouter writes text, at once and word by word."""

import pytest

from tests.e2e.plugins import executed, status
from tests.people import People
from tests.plugins.releases import OPENROUTER
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, model


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> str:
    (host,) = services.openrouter.hosts
    return await in_use(
        people,
        OPENROUTER,
        settings={"OPENROUTER_BASE_URL": f"https://{host}/v1"},
        secrets=[{"key": "OPENROUTER_API_KEY", "value": services.openrouter.key, "hosts": [host]}],
        allowedHosts=[host],
    )


async def test_it_writes_text(people: People, instance: str, services: Services) -> None:
    assert await model(people, instance, "TEXT_SMALL", {"prompt": "Hi"}) == "You said: Hi"
    asked = [each for each in services.openrouter.asked if each.path == "/v1/chat/completions"]
    assert asked[-1].json["messages"][-1]["role"] == "user"


async def test_it_streams_text_word_by_word(people: People, instance: str) -> None:
    given = {"kind": "MODEL", "params": {"prompt": "one two", "stream": True}, "wait": False}
    started = await executed(people.user, instance, "TEXT_SMALL", **given)
    updates = await status(people.user, started["id"])
    chunks = [update["chunk"] for update in updates if update["chunk"] is not None]
    assert chunks == ["You ", "said: ", "one ", "two"]
    assert updates[-1]["state"] == "SUCCEEDED"
