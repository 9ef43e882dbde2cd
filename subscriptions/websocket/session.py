"""A conversation with one client, from its acknowledgement to the end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.auth.principal import Principal
from app.errors import OneGraphError
from subscriptions.active import ActiveOperations
from subscriptions.answer import Answer
from subscriptions.errors import ConnectionBusy, OperationExists
from subscriptions.expiry import expiry
from subscriptions.operations import Operations
from subscriptions.request import GraphQLRequest
from subscriptions.websocket.channel import Channel
from subscriptions.websocket.close import Closed, Code
from subscriptions.websocket.limits import SocketLimits
from subscriptions.websocket.message import (
    PING,
    PONG,
    Complete,
    Init,
    Message,
    Ping,
    Pong,
    Subscribe,
)


class Session:
    """Runs a client's operations until one side has enough."""

    def __init__(
        self, channel: Channel, operations: Operations, principal: Principal, limits: SocketLimits
    ) -> None:
        self._channel = channel
        self._operations = operations
        self._principal = principal
        self._limits = limits
        self._active = ActiveOperations(channel, limits.operations)
        self._pong_due = False

    async def run(self) -> None:
        """Serve until the end.

        Raises:
            Closed: the server has a reason to close.
            ClientGone: the client is.
        """
        parts = (self._read(), self._ping(), self._watch_idleness(), self._watch_expiry())
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._active.close()

    async def _read(self) -> None:
        while True:
            await self._take(await self._channel.receive())

    async def _take(self, message: Message) -> None:
        match message:
            case Subscribe():
                await self._subscribe(message)
            case Complete():
                self._active.stop(message.id)
            case Ping():
                await self._channel.send(PONG)
            case Pong():
                self._pong_due = False
            case Init():
                raise Closed(
                    Code.TOO_MANY_INITIALISATION_REQUESTS, "Too many initialisation requests"
                )

    async def _subscribe(self, message: Subscribe) -> None:
        await self._active.settled()
        try:
            self._active.check(message.id)
        except OperationExists as error:
            raise Closed(Code.SUBSCRIBER_EXISTS, error.message) from None
        except ConnectionBusy as error:
            await self._channel.answer(message.id, Answer.of_error(error))
        else:
            self._active.start(message.id, self._answers(message.request))

    async def _answers(self, request: GraphQLRequest) -> AsyncGenerator[Answer]:
        """Run an operation with the rights that its caller has now."""
        try:
            principal = await self._operations.services.auth.refresh(self._principal)
        except OneGraphError as error:
            yield Answer.of_error(error)
            return
        context = self._operations.context(principal)
        async with aclosing(self._operations.stream(request, context)) as answers:
            async for answer in answers:
                yield answer

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self._limits.ping_seconds)
            if self._pong_due:
                raise Closed(Code.TIMED_OUT, "Pong timeout")
            self._pong_due = True
            await self._channel.send(PING)

    async def _watch_idleness(self) -> None:
        while True:
            left = self._limits.idle_seconds - self._active.idle_seconds
            if left <= 0:
                raise Closed(Code.NORMAL, "Idle")
            await asyncio.sleep(left)

    async def _watch_expiry(self) -> None:
        await expiry(self._principal.expires_at)
        raise Closed(Code.FORBIDDEN, "Token expired")
