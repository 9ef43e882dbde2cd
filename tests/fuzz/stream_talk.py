"""Single-connection mode of Server-Sent Events, in order and out of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.fuzz import judge
from tests.fuzz.request import EVENTS, JSON, Reply, Request, encoded

STREAM = "/graphql/stream"
_TOKEN = "x-graphql-event-stream-token"


@dataclass(frozen=True)
class StreamTalk:
    """One operation over a reserved stream.

    Attributes:
        connected: the client reads the stream, or never comes.
        forged: the operation is sent to a stream that nobody reserved.
        repeated: the operation is sent twice, under one id.
    """

    payload: Mapping[str, Any]
    connected: bool = True
    forged: bool = False
    repeated: bool = False

    async def hold(self, client: httpx.AsyncClient, token: str | None) -> tuple[str | None, str]:
        """Say it all; what is wrong with the answers, and the text of the answers."""
        texts: list[str] = []
        reserved = await Request(method="PUT", path=STREAM, headers={}).send(client, token)
        found = judge.complaint(reserved)
        stream = "forged" if self.forged else reserved.text
        if reserved.status != 201 or not stream.isascii():
            return found, reserved.text
        listening = asyncio.create_task(self._listen(stream, client, token))
        for request in self._requests(stream):
            reply = await request.send(client, token)
            texts.append(reply.text)
            found = found or judge.complaint(reply)
        heard = await listening
        if heard:
            found, texts = found or judge.complaint(heard), [*texts, heard.text]
        return found, "\n".join(texts)

    async def _listen(
        self, stream: str, client: httpx.AsyncClient, token: str | None
    ) -> Reply | None:
        if not self.connected:
            return None
        request = Request(method="GET", path=STREAM, headers={_TOKEN: stream, "accept": EVENTS})
        return await request.send(client, token)

    def _requests(self, stream: str) -> list[Request]:
        named = dict(self.payload) | {"extensions": {"operationId": "1"}}
        headers = {"content-type": JSON, _TOKEN: stream}
        operation = Request(encoded(named), path=STREAM, headers=headers)
        end = Request(method="DELETE", path=f"{STREAM}?operationId=1", headers={_TOKEN: stream})
        return [*[operation] * (1 + self.repeated), end]

    def replay(self, url: str, token: str | None) -> str:
        """Shell commands that send the same; the first prints the stream's token."""
        first = Request(method="PUT", path=STREAM, headers={})
        return "\n".join(each.replay(url, token) for each in [first, *self._requests("TOKEN")])
