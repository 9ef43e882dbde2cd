"""One request that a worker is answering."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sandbox.errors import CallFailed, SandboxError
from sandbox.grants.permission import Permission
from sandbox.limits import Limits
from sandbox.worker.call import Json
from sandbox.worker.observer import CallObserver
from sandbox.worker.output import OutputBudget
from sandbox.worker.refusal import Refusal, RefusalKind

_MOST_REFUSALS = 100
_MOST_DETAIL = 500
# What a worker may say that it refused, and which grant would have allowed it.
_OWN_REFUSALS = {
    "network": (RefusalKind.NETWORK, Permission.NETWORK_EXTERNAL),
    "process": (RefusalKind.PROCESS, None),
    "browser": (RefusalKind.PROCESS, Permission.BROWSER_USE),
    "native_code": (RefusalKind.NATIVE_CODE, None),
    "exit": (RefusalKind.EXIT, None),
}


class Execution:
    """Collects what a request brings, tells its observer, and holds its answer."""

    def __init__(
        self, limits: Limits, observer: CallObserver, ask: Callable[[dict[str, Any]], None]
    ) -> None:
        self.budget = OutputBudget(limits, observer.on_output)
        self.callbacks: list[Json] = []
        self._observer = observer
        self._ask = ask
        self._refusals = 0
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
        elif kind == "ask":
            self._ask(message)
        elif kind == "refusal":
            self._refuse(message)
        else:
            self._emit(kind, message.get("value"))

    def fail(self, error: SandboxError) -> None:
        """End the request with an error, unless it has its answer."""
        if not self._answer.done():
            self._answer.set_exception(error)

    def _settle(self, value: Json) -> None:
        if not self._answer.done():
            self._answer.set_result(value)

    def _refuse(self, message: dict[str, Any]) -> None:
        """What a worker says of itself: bounded, and of the kinds that only it can notice."""
        detail = str(message.get("detail"))
        known = _OWN_REFUSALS.get(str(message.get("kind")))
        self._refusals += 1
        if self._refusals > _MOST_REFUSALS or known is None:
            return
        kind, missing = known
        self._observer.on_refusal(
            Refusal(
                at=datetime.now(UTC),
                kind=kind,
                detail=detail[:_MOST_DETAIL],
                permission=missing,
            )
        )

    def _emit(self, kind: object, value: Json) -> None:
        if kind == "callback":
            self.callbacks.append(value)
        self._observer.on_chunk(value)


def _failure(message: dict[str, Any]) -> CallFailed:
    code, text, stack = (str(message.get(key, "")) for key in ("code", "message", "stack"))
    return CallFailed(code, text, stack)
