"""A socket as messages, for several writers."""

import asyncio
from collections.abc import Awaitable

from starlette.websockets import WebSocket, WebSocketDisconnect

from subscriptions.answer import Answer
from subscriptions.errors import ClientGone
from subscriptions.websocket.close import Closed, Code
from subscriptions.websocket.message import (
    Message,
    complete_message,
    error_message,
    next_message,
    parse,
)


class Channel:
    """Reads and writes whole messages.

    Writing waits until the client reads, so that nothing piles up behind it; how long that may
    last is the listening protocol's business (``app/http/protocols.py``).
    """

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._writing = asyncio.Lock()
        self._gone = False

    async def receive(self) -> Message:
        """The next message.

        Raises:
            Closed: what came is no message of the protocol.
            ClientGone: it is.
        """
        event = await self._socket.receive()
        if event["type"] == "websocket.disconnect":
            self._gone = True
            raise ClientGone
        text = event.get("text")
        if text is None:
            raise Closed(Code.BAD_REQUEST, "The message is binary")
        return parse(text)

    async def send(self, message: bytes) -> None:
        """Send a message.

        Raises:
            ClientGone: it is.
        """
        async with self._writing:
            if self._gone:
                raise ClientGone
            await self._write(self._socket.send_text(message.decode()))

    async def answer(self, operation: str, answer: Answer) -> None:
        """Send a result, or the errors of what was not executed, which end an operation."""
        if answer.executed:
            await self.send(next_message(operation, answer.body))
        else:
            await self.send(error_message(operation, answer))

    async def complete(self, operation: str, *, executed: bool) -> None:
        """Say that no more comes; after an error message, it has been said."""
        if executed:
            await self.send(complete_message(operation))

    async def close(self, reason: Closed) -> None:
        """Close the socket."""
        async with self._writing:
            if not self._gone:
                self._gone = True
                await self._write(reason.close(self._socket))

    async def _write(self, sending: Awaitable[None]) -> None:
        try:
            await sending
        except (WebSocketDisconnect, RuntimeError):  # the latter while the connection is closing
            self._gone = True
            raise ClientGone from None
