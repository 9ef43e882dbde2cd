"""Bounds what a request may make the server hold in memory."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.errors import RequestRefused, RequestTimedOut, RequestTooLarge


class BodyLimit:
    """ASGI middleware that refuses HTTP bodies of more than ``limit`` bytes, or ``seconds``.

    A body is taken in whole, as GraphQL needs it, before the application sees the request:
    so what really arrives is counted, whatever ``Content-Length`` says.
    """

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, or answer 413 or 408."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            self._check_declared(Headers(scope=scope))
            messages = await self._read_in_time(receive)
        except RequestRefused as refusal:
            return await refusal.response()(scope, receive, send)
        return await self._app(scope, _replay(messages, receive), send)

    def _check_declared(self, headers: Headers) -> None:
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._limit:
            raise self._too_large()

    async def _read_in_time(self, receive: Receive) -> list[Message]:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._read(receive)
        except TimeoutError:
            raise RequestTimedOut(
                f"The body did not arrive within {self._seconds:g} s.",
                "Send it faster, or raise ONE_REQUEST_SECONDS.",
            ) from None

    async def _read(self, receive: Receive) -> list[Message]:
        messages: list[Message] = []
        size = 0
        more = True
        while more:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._limit:
                raise self._too_large()
            more = message["type"] == "http.request" and message.get("more_body", False)
        return messages

    def _too_large(self) -> RequestTooLarge:
        return RequestTooLarge(
            f"The body is larger than {self._limit} bytes.",
            "Send less at once, or raise ONE_REQUEST_BYTES.",
        )


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replayed() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replayed
