"""An event stream as an HTTP response."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

from starlette.types import Receive, Scope, Send

from subscriptions.expiry import expiry
from subscriptions.http.disconnect import unless_gone
from subscriptions.sse.event import HEARTBEAT

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),  # some proxies would hold events back
    (b"x-content-type-options", b"nosniff"),
]


class EventStream:
    """Sends ``events`` until they end, the client goes or the caller's token expires."""

    def __init__(
        self, events: AsyncGenerator[bytes], heartbeat_seconds: float, until: datetime | None
    ) -> None:
        self._events = events
        self._heartbeat_seconds = heartbeat_seconds
        self._until = until

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        if await unless_gone(receive, self._until_expiry(send)):
            await send({"type": "http.response.body"})

    async def _until_expiry(self, send: Send) -> bool:
        sending = asyncio.create_task(self._send(send))
        expiring = asyncio.create_task(expiry(self._until))
        try:
            await asyncio.wait({sending, expiring}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            sending.cancel()
            expiring.cancel()
            await asyncio.gather(sending, expiring, return_exceptions=True)
        return True

    async def _send(self, send: Send) -> None:
        """Each ``send`` waits for the client to read."""
        await send(_part(HEARTBEAT))  # some browsers wait for a first byte
        async with aclosing(self._events):
            following = asyncio.create_task(anext(self._events, b""))
            try:
                while True:
                    await asyncio.wait({following}, timeout=self._heartbeat_seconds)
                    if not following.done():
                        await send(_part(HEARTBEAT))
                        continue
                    if not following.result():
                        return
                    await send(_part(following.result()))
                    following = asyncio.create_task(anext(self._events, b""))
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)


def _part(body: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": body, "more_body": True}
