"""One event stream for many operations."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from typing import Any

from schema.turn import Turn
from subscriptions.active import ActiveOperations
from subscriptions.answer import Answer
from subscriptions.sse.event import complete_of, next_of


class Stream:
    """A reserved stream, and the operations whose answers it is to carry.

    Answers wait, one of each operation, until the client has connected and reads.
    """

    def __init__(self, owner: str, operations_limit: int) -> None:
        self.token = secrets.token_urlsafe(32)
        self.owner = owner
        self.connected = False
        self.operations = ActiveOperations(self, operations_limit)
        self._events: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1)
        self._starting: dict[str, asyncio.Future[Answer]] = {}

    async def start(
        self, operation: str, answers: AsyncGenerator[Answer], turn: Turn
    ) -> Answer | None:
        """Return once an operation runs; of one that is refused, why: the stream hears nothing.

        Raises:
            OperationExists, ConnectionBusy: see ``ActiveOperations.check``.
        """
        await self.operations.settled()
        running = self.operations.start(operation, answers)
        refusal: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._starting[operation] = refusal
        begun = asyncio.create_task(turn.begun.wait())
        waited: set[asyncio.Future[Any]] = {running, refusal, begun}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        if refusal.done():
            return refusal.result()
        del self._starting[operation]
        return None

    async def answer(self, operation: str, answer: Answer) -> None:
        """Send a result."""
        refusal = self._starting.get(operation)
        if refusal is not None and not answer.executed:
            refusal.set_result(answer)
        else:
            await self._events.put(next_of(operation, answer.body))

    async def complete(self, operation: str, *, executed: bool) -> None:  # noqa: ARG002 - as Outlet
        """Say that no more comes; nothing of what was refused at once."""
        refusal = self._starting.get(operation)
        if refusal is not None and refusal.done():
            del self._starting[operation]
        else:
            await self._events.put(complete_of(operation))

    async def events(self) -> AsyncGenerator[bytes]:
        """What to send, without end."""
        while True:
            yield await self._events.get()
