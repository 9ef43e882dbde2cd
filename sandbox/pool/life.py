"""How long a worker lives."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LifeLimits:
    """When a worker is replaced, although it could go on.

    Attributes:
        calls: that it answers.
        seconds: since it was started.
        idle_seconds: without a call.
        memory_share: of its memory limit that a call may leave in use.
    """

    calls: int = 1_000
    seconds: float = 3_600
    idle_seconds: float = 600
    memory_share: float = 0.75


class Life:
    """One worker's life so far."""

    def __init__(self, limits: LifeLimits, memory_bytes: int) -> None:
        self._limits = limits
        self._memory_bytes = memory_bytes
        self._clock = asyncio.get_running_loop().time
        self._began = self._used = self._clock()
        self._calls = 0
        self._peak_bytes = 0

    def count(self, peak_bytes: int) -> None:
        """Count a call, and the most memory that was in use while it ran."""
        self._calls += 1
        self._used = self._clock()
        self._peak_bytes = peak_bytes

    @property
    def spent(self) -> bool:
        """Whether no further call should go to this worker."""
        return (
            self._calls >= self._limits.calls
            or self._clock() - self._began >= self._limits.seconds
            or self._peak_bytes > self._memory_bytes * self._limits.memory_share
        )

    @property
    def ends_with_next_call(self) -> bool:
        """Whether it is known before a call that none will follow it."""
        return self.spent or self._calls + 1 >= self._limits.calls

    @property
    def idle_too_long(self) -> bool:
        """Whether nobody has asked for it for long."""
        return self._clock() - self._used >= self._limits.idle_seconds
