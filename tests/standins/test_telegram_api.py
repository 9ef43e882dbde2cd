"""The stand-in for Telegram's API knows its bot by the token, and judges what it sends."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.standins.asking import asking
from tests.standins.stand_in import Json
from tests.standins.telegram_api import TelegramApi


@pytest.fixture
def api() -> TelegramApi:
    return TelegramApi()


@pytest.fixture
async def client(api: TelegramApi) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(api) as made:
        yield made


async def test_it_delivers_messages(api: TelegramApi, client: httpx.AsyncClient) -> None:
    bot = f"/bot{api.token}"
    assert (await client.post(f"{bot}/getMe")).json()["result"]["is_bot"] is True
    given = {"chat_id": 5, "text": "A plan\\.", "parse_mode": "MarkdownV2"}
    sent = (await client.post(f"{bot}/sendMessage", json=given)).json()["result"]
    assert (sent["message_id"], sent["chat"]["id"], sent["text"]) == (1, 5, "A plan.")
    assert [message["text"] for message in api.messages] == ["A plan."]


async def test_a_poll_waits_for_what_is_new(api: TelegramApi, client: httpx.AsyncClient) -> None:
    address = f"/bot{api.token}/getUpdates"
    nothing = (await client.post(address, json={"timeout": 0})).json()["result"]
    poll = asyncio.create_task(client.post(address, json={"timeout": 20, "offset": 1}))
    await asyncio.sleep(0.1)
    assert not poll.done()
    api.say(5, "hello")
    (update,) = (await poll).json()["result"]
    assert (nothing, update["message"]["text"]) == ([], "hello")
    after = {"timeout": 0, "offset": update["update_id"] + 1}
    assert (await client.post(address, json=after)).json()["result"] == []
    assert api.confirmed == update["update_id"]


@pytest.mark.parametrize(
    ("method", "given", "complaint"),
    [
        ("sendMessage", {"chat_id": 5, "text": ""}, "text is empty"),
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "a" * 4097}, "too long"),
        ("sendMessage", {"chat_id": 5, "text": "a.", "parse_mode": "MarkdownV2"}, "is reserved"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "no description"),
        ("sendChatAction", {"chat_id": 5, "action": "sing"}, "no action 'sing'"),
        ("getUpdates", {"timeout": 900}, "a wrong timeout"),
        ("flyAway", {}, "no method flyAway"),
    ],
)
async def test_it_says_what_is_wrong(
    api: TelegramApi, client: httpx.AsyncClient, method: str, given: Json, complaint: str
) -> None:
    answer = (await client.post(f"/bot{api.token}/{method}", json=given)).json()
    assert (answer["ok"], complaint in answer["description"]) == (False, True)


async def test_it_knows_no_other_bot(api: TelegramApi, client: httpx.AsyncClient) -> None:
    answer = await client.post("/bot1:other/getMe")
    assert (answer.status_code, api.refused) == (401, ["Unauthorized"])
