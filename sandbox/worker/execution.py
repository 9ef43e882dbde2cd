"""One request that a worker is answering."""

import asyncio
import time
from typing import Any

from sandbox.errors import CallFailed, SandboxError
from sandbox.limits import Limits
from sandbox.worker.call import Json
from sandbox.worker.observer import CallObserver
from sandbox.worker.output import OutputBudget


class Execution:
    """Collects what a request brings, tells its observer, and holds its answer."""

    def __init__(self, limits: Limits, observer: CallObserver) -> None:
        self.budget = OutputBudget(limits, observer.on_output)
        self.callbacks: list[Json] = []
        self._observer = observer
        self._answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._started = time.perf_counter()
        self._room = 2 * limits.message_bytes

    @property
    def duration_ms(self) -> float:
        """Time since the request was sent."""
        return (time.perf_counter() - self._started) * 1000

    @property
    def flooded(self) -> bool:
        """Whether the worker sends so much that it must be killed."""
        return self._room < 0 or self.budget.flooded

    async def answer(self) -> Json:
        """Wait for what the request returns.

        Raises:
            CallFailed: the plugin, or the worker around it, answered with an error.
            WorkerDied: the worker ended first.
        """
        return await self._answer

    def take(self, message: dict[str, Any], size: int) -> None:
        """Take a message of the worker."""
        kind = message.get("type")
        if kind == "log":
            self.budget.add("log", str(message.get("text")), size)
            return
        self._room -= size
        if kind == "result":
            self._settle(message.get("value"))
        elif kind == "error":
            self.fail(_failure(message))
        else:
            self._emit(kind, message.get("value"))

    def fail(self, error: SandboxError) -> None:
        """End the request with an error, unless it has its answer."""
        if not self._answer.done():
            self._answer.set_exception(error)

    def _settle(self, value: Json) -> None:
        if not self._answer.done():
            self._answer.set_result(value)

    def _emit(self, kind: object, value: Json) -> None:
        if kind == "callback":
            self.callbacks.append(value)
        self._observer.on_chunk(value)


def _failure(message: dict[str, Any]) -> CallFailed:
    code, text, stack = (str(message.get(key, "")) for key in ("code", "message", "stack"))
    return CallFailed(code, text, stack)
