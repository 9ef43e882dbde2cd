"""Counting what workers send and fetch."""

import time
from collections import deque

from sandbox.egress.refusal import Refused

_WINDOW_SECONDS = 60.0


class Rate:
    """The requests of one account within the last minute, through all of its doors."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def take(self, most: int) -> None:
        """Count a request.

        Raises:
            Refused: it would be one more than allowed.
        """
        now = time.monotonic()
        if not self.has_room(most):
            wait = self._times[0] + _WINDOW_SECONDS - now
            raise Refused(
                f"more than {most} requests a minute; the next one may go in {wait:.0f} s", 429
            )
        self._times.append(now)

    def has_room(self, most: int) -> bool:
        """Say whether one more may be counted."""
        oldest = time.monotonic() - _WINDOW_SECONDS
        while self._times and self._times[0] <= oldest:
            self._times.popleft()
        return len(self._times) < most


class Budget:
    """The bytes of one execution, both ways together."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = most

    def restart(self) -> None:
        """Count from zero."""
        self._left = self._most

    def take(self, count: int) -> None:
        """Count bytes.

        Raises:
            Refused: there are more than an execution may move.
        """
        self._left -= count
        if self._left < 0:
            raise Refused(f"more than {self._most} bytes in one execution", 429)
