"""What a resident worker does between its calls."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.grants.grants import Grants
from sandbox.limits import Limits
from sandbox.worker.asks import Answer, Asks
from sandbox.worker.execution import Execution
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver
from sandbox.worker.output import Stream

_METERED_SECONDS = 3600
_MOST_A_SECOND = 1_000


class Standing:
    """Log lines, refusals and asks of a worker that stays up.

    What one execution may log and ask, it may in an hour. More than a thousand messages within
    a second are a flood.
    """

    def __init__(
        self,
        limits: Limits,
        grants: Grants,
        host: Host | None,
        observer: CallObserver,
        answer: Answer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.observer = observer
        self._limits = limits
        self._new_asks = partial(Asks, host, grants, observer, answer)
        self._clock = clock
        self._second, self._in_second = clock(), 0
        self._hour = clock()
        self._asks = self._new_asks()
        self._execution = self._metered()

    @property
    def flooded(self) -> bool:
        """Whether the worker sends so much that it must be killed."""
        return self._execution.flooded or self._in_second > _MOST_A_SECOND

    def take(self, message: dict[str, Any], size: int) -> None:
        """Take a message that belongs to no call."""
        self._count()
        self._execution.take(message, size)

    def take_ask(self, message: dict[str, Any]) -> None:
        """Take an ask, also one that came while a call runs: whose it is nobody can tell."""
        self._asks.take(message)

    def add_line(self, stream: Stream, text: str, size: int) -> None:
        """Take a line that the worker printed."""
        self._count()
        self._execution.budget.add(stream, text, size)

    def close(self) -> None:
        """Answer no more."""
        self._asks.close()

    def _count(self) -> None:
        now = self._clock()
        if now - self._hour >= _METERED_SECONDS:
            self._hour = now
            self._asks = self._new_asks()  # what the old ones run ends by itself
            self._execution = self._metered()
        if now - self._second >= 1:
            self._second, self._in_second = now, 0
        self._in_second += 1

    def _metered(self) -> Execution:
        return Execution(self._limits, self.observer, self._asks.take)
