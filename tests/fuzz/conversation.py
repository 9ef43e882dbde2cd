"""Frames over a WebSocket, right or wrong."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from tests.fuzz import judge
from tests.fuzz.request import encoded

_QUIET_SECONDS = 0.04  # after which a live subscription has nothing to say
_ANSWER_SECONDS = 20.0
_BROKEN = 500


@dataclass(frozen=True)
class Frame:
    """A message; ``text`` says which of the two kinds it is, whatever it holds."""

    data: bytes
    text: bool = True


@dataclass(frozen=True)
class Conversation:
    """What a client says, without waiting for answers in between.

    Attributes:
        awaited: ids of operations that end by themselves.
        abrupt: the client vanishes at the end.
    """

    frames: Sequence[Frame]
    awaited: frozenset[str] = frozenset()
    subprotocol: str | None = "graphql-transport-ws"
    abrupt: bool = False

    async def hold(self, url: str, token: str | None) -> tuple[str | None, list[str]]:
        """Say it all; what is wrong with the answers, and the answers."""
        protocols = [Subprotocol(self.subprotocol)] if self.subprotocol else None
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        try:
            socket = await connect(
                url.replace("http", "ws", 1) + "/graphql",
                subprotocols=protocols,
                additional_headers=headers,
                max_size=None,
                open_timeout=_ANSWER_SECONDS,
            )
        except InvalidStatus as refusal:
            status = refusal.response.status_code
            return (f"handshake {status}" if status >= _BROKEN else None), []
        try:
            return await self._speak(socket)
        finally:
            if self.abrupt:
                socket.transport.abort()
            await socket.close()

    async def _speak(self, socket: ClientConnection) -> tuple[str | None, list[str]]:
        heard: list[str] = []
        try:
            for frame in self.frames:
                await socket.send(frame.data, text=frame.text)
            found = None if self.abrupt else await self._listen(socket, heard)
        except ConnectionClosed:
            found = judge.bad_close(socket.close_code)
        return found, heard

    async def _listen(self, socket: ClientConnection, heard: list[str]) -> str | None:
        awaited = set(self.awaited)
        while True:
            try:
                async with asyncio.timeout(_ANSWER_SECONDS if awaited else _QUIET_SECONDS):
                    text = await socket.recv()
            except TimeoutError:
                return f"no answer to {awaited}" if awaited else None
            if found := judge.bad_message(text):
                return f"{found}: {text!r:.500}"
            heard.append(str(text))
            message = orjson.loads(text)
            if message["type"] in ("complete", "error"):
                awaited.discard(message["id"])

    def replay(self, url: str, token: str | None) -> str:
        """What to do to say the same."""
        frames = "\n".join(f"  {'text' if f.text else 'binary'} {f.data!r}" for f in self.frames)
        address = f"{url.replace('http', 'ws', 1)}/graphql as {self.subprotocol}"
        return f"WebSocket to {address}, Authorization {token!r}, then:\n{frames}"


def message(type_: str, **members: Any) -> Frame:  # noqa: ANN401 - any JSON
    """A message of the protocol."""
    return Frame(encoded({"type": type_, **members}))


INIT = message("connection_init")
