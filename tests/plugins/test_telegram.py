"""plugin-telegram stays up, sends messages and hears of those that others send."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.people import People
from tests.plugins.releases import TELEGRAM
from tests.plugins.services import Services
from tests.plugins.tenant import configure, in_use, residence, service, up

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


async def test_it_listens_for_messages(people: People, instance: str, services: Services) -> None:
    update = services.telegram.say(CHAT, "Are you there?")
    async with asyncio.timeout(15):
        while services.telegram.confirmed < update:  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0.1)
    assert (await residence(people, instance))["state"] == "UP"
