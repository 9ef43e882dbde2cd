"""The operations that run on one connection, by the ids that its client gave them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from subscriptions.answer import Answer
from subscriptions.errors import ClientGone, ConnectionBusy, OperationExists


class Outlet(Protocol):
    """Where answers go. Each call returns when the client's side has room for more.

    Each may raise ``ClientGone``.
    """

    async def answer(self, operation: str, answer: Answer) -> None:
        """Hand over an answer of a running operation."""

    async def complete(self, operation: str, *, executed: bool) -> None:
        """Say that no more comes; ``executed``: the last answer was none of a refusal."""


class ActiveOperations:
    """Runs up to ``limit`` operations side by side; none disturbs another."""

    def __init__(self, outlet: Outlet, limit: int) -> None:
        self._outlet = outlet
        self._limit = limit
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._idle_since = asyncio.get_running_loop().time()

    def __contains__(self, operation: str) -> bool:
        return operation in self._tasks

    @property
    def idle_seconds(self) -> float:
        """For how long nothing has been running."""
        if self._tasks:
            return 0.0
        return asyncio.get_running_loop().time() - self._idle_since

    def check(self, operation: str) -> None:
        """Whether an operation may start.

        Raises:
            OperationExists: one of that id is running.
            ConnectionBusy: the limit is reached.
        """
        if operation in self._tasks:
            raise OperationExists(
                f"Subscriber for {operation} already exists", "Give every operation its own id."
            )
        if len(self._tasks) >= self._limit:
            raise ConnectionBusy(
                f"This connection runs {self._limit} operations.", "Complete some first."
            )

    def start(self, operation: str, answers: AsyncGenerator[Answer]) -> asyncio.Task[None]:
        """Deliver ``answers``; what comes back is done when that has ended.

        Raises:
            OperationExists, ConnectionBusy: see ``check``.
        """
        self.check(operation)
        task = asyncio.create_task(self._deliver(operation, answers))
        self._tasks[operation] = task
        return task

    async def settled(self) -> None:
        """Return when few enough are about to end, so that stopping makes no room for a flood."""
        while len(self._ending) >= self._limit:
            await asyncio.wait(self._ending, return_when=asyncio.FIRST_COMPLETED)

    def stop(self, operation: str) -> None:
        """End an operation without another word; one that is not running is no error."""
        task = self._tasks.pop(operation, None)
        if task is None:
            return
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        self._idle_since = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """End all."""
        for operation in tuple(self._tasks):
            self.stop(operation)
        if self._ending:
            await asyncio.wait(self._ending)

    async def _deliver(self, operation: str, answers: AsyncGenerator[Answer]) -> None:
        executed = True
        try:
            async with aclosing(answers):
                async for answer in answers:
                    executed = answer.executed
                    await self._outlet.answer(operation, answer)
                    if not executed:
                        break
                    await asyncio.sleep(0)  # lets others have their turn, whoever never waits
            await self._outlet.complete(operation, executed=executed)
        except ClientGone:
            return
        finally:
            if self._tasks.get(operation) is asyncio.current_task():
                del self._tasks[operation]
                self._idle_since = asyncio.get_running_loop().time()
