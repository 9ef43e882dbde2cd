"""plugin-telegram stays up, sends messages, and answers what others write to its bot."""

from collections.abc import AsyncIterator

import pytest

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import TELEGRAM
from tests.plugins.services import Services
from tests.plugins.tenant import configure, events, eventually, in_use, service, up

CHAT = 4711


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> AsyncIterator[str]:
    """It stays up, for it listens."""
    (host,) = services.telegram.hosts
    made = await in_use(
        people,
        TELEGRAM,
        settings={"TELEGRAM_API_ROOT": f"https://{host}"},
        secrets=[{"key": "TELEGRAM_BOT_TOKEN", "value": services.telegram.token, "hosts": [host]}],
        allowedHosts=[host],
    )
    await configure(people, made, resident=True)
    await up(people, made)
    yield made
    await configure(people, made, resident=False)


async def test_it_sends_a_message(people: People, instance: str, services: Services) -> None:
    content = {"text": "Hello. How are you?"}
    method = "messageManager.sendMessage"
    (sent,) = await service(people, instance, "telegram", method, CHAT, content)
    assert sent["message_id"] > 0
    (heard,) = services.telegram.messages
    assert (int(heard["chat_id"]), heard["text"]) == (CHAT, content["text"])


async def test_it_answers_what_it_hears(
    people: People, instance: str, services: Services, thinks: Teach
) -> None:
    thinks(
        r"Are you (\w+)\?",
        "<response><thought>Somebody asks.</thought><actions>REPLY</actions><providers></providers>"
        r"<text>Yes, I am \1.</text></response>",
    )
    before = len(services.telegram.messages)
    update = services.telegram.say(CHAT, "Are you there?")

    async def has_answered() -> bool:
        api = services.telegram
        return len(api.messages) > before and api.confirmed == update

    await eventually(has_answered)
    (answer,) = services.telegram.messages[before:]
    assert (int(answer["chat_id"]), answer["text"]) == (CHAT, "Yes, I am there.")
    (event,) = await events(people, instance, "agent_message_received")
    assert event["message"]["text"] == "Are you there?"
    assert event["message"]["source"] == "telegram"
