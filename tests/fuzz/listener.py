"""Somebody who follows the events of their group."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.fuzz.conversation import INIT, message
from tests.fuzz.request import EVENTS, JSON, encoded

_DOCUMENT = """subscription ($group: ID!) { events(group: $group) { cursor event {
  id type metadata
  group { id slug members(first: 5) { nodes { person { username } } } }
  actor { id ... on Person { username memberships { group { slug } } } }
  target { id
    ... on Thing { name properties connections(first: 5) { nodes { to { id } metadata } } }
    ... on Plugin { events(first: 5) { nodes { metadata } } knowledge(first: 5) { totalCount } }
    ... on Group { slug children(first: 5) { nodes { slug } } }
    ... on Execution { name error { message } } } } } }"""


class Ear:
    """What was heard so far."""

    def __init__(self) -> None:
        self.heard = ""
        self._more = asyncio.Event()

    def hear(self, text: str) -> None:
        """Take in what came."""
        self.heard += text
        self._more.set()

    async def hears(self, word: str, seconds: float) -> bool:
        """Whether a word was heard, or is within some seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while word not in self.heard:
                    self._more.clear()
                    await self._more.wait()
        return word in self.heard


@asynccontextmanager
async def following(
    client: httpx.AsyncClient, token: str | None, group: str
) -> AsyncIterator[list[Ear]]:
    """An ear by WebSocket and one by event stream, both of which listen already."""
    payload = {"query": _DOCUMENT, "variables": {"group": group}}
    ears = [Ear(), Ear()]
    tasks = [
        asyncio.create_task(_by_socket(str(client.base_url), token, payload, ears[0])),
        asyncio.create_task(_by_stream(client, token, payload, ears[1])),
    ]
    try:
        yield ears
        assert not any(task.done() for task in tasks), ears
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _by_socket(url: str, token: str | None, payload: dict[str, Any], ear: Ear) -> None:
    address = url.rstrip("/").replace("http", "ws", 1) + "/graphql"
    protocol = Subprotocol("graphql-transport-ws")
    headers = {"authorization": f"Bearer {token}"}
    async with connect(
        address, subprotocols=[protocol], additional_headers=headers, max_size=None
    ) as socket:
        for frame in (INIT, message("subscribe", id="1", payload=payload)):
            await socket.send(frame.data, text=True)
        async for text in socket:
            ear.hear(str(text))


async def _by_stream(
    client: httpx.AsyncClient, token: str | None, payload: dict[str, Any], ear: Ear
) -> None:
    headers = {"authorization": f"Bearer {token}", "content-type": JSON, "accept": EVENTS}
    async with client.stream(
        "POST", "/graphql", content=encoded(payload), headers=headers, timeout=None
    ) as response:
        async for text in response.aiter_text():
            ear.hear(text)
