"""A WebSocket client that says exactly what a test wants said."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

PROTOCOL = Subprotocol("graphql-transport-ws")
Json = Any


class Conversation:
    """Messages in, messages out."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, *messages: Json) -> None:
        """Send JSON; text and bytes as they are."""
        for message in messages:
            raw = isinstance(message, str | bytes)
            await self.socket.send(message if raw else json.dumps(message))

    async def hear(self) -> Json:
        """The next message that is not a ping."""
        async with asyncio.timeout(10):
            while True:
                message = json.loads(await self.socket.recv())
                if message != {"type": "ping"}:
                    return message

    async def subscribe(self, identifier: str, query: str, **variables: Json) -> None:
        """Start an operation."""
        payload = {"query": query, "variables": variables}
        await self.say({"id": identifier, "type": "subscribe", "payload": payload})

    async def end(self) -> tuple[int, str]:
        """Read until the server closes: its code and reason."""
        with suppress(ConnectionClosed):  # as it is told for codes of failure
            async with asyncio.timeout(20):
                async for _ in self.socket:
                    pass
        return self.socket.close_code or 0, self.socket.close_reason or ""


@asynccontextmanager
async def opened(url: str, **options: Json) -> AsyncIterator[Conversation]:
    """A socket on which nothing has been said."""
    address = url.replace("http", "ws", 1) + "/graphql"
    settings: Json = {"subprotocols": [PROTOCOL], "max_size": None} | options
    async with connect(address, **settings) as socket:
        yield Conversation(socket)


@asynccontextmanager
async def begun(url: str, token: str | None = None, **options: Json) -> AsyncIterator[Conversation]:
    """A socket on which the server has acknowledged the caller."""
    async with opened(url, **options) as conversation:
        payload = {"Authorization": f"Bearer {token}"} if token else None
        await conversation.say({"type": "connection_init", "payload": payload})
        assert await conversation.hear() == {"type": "connection_ack"}
        yield conversation
