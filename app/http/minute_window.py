"""Counting within a minute."""

from collections import Counter
from time import monotonic

from app.http.errors import TooManyRequests

MINUTE = 60


class MinuteWindow:
    """Counts by key within each minute of this process's clock; a limit of 0 is none."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def full(self, key: str) -> bool:
        """Whether ``key`` has used up this minute."""
        return bool(self.limit) and self._current[key] >= self.limit

    def count(self, key: str) -> None:
        """Count one of ``key``."""
        self._current[key] += 1

    def refusal(self) -> TooManyRequests:
        """What a key that has used up this minute is told."""
        seconds = MINUTE - int(monotonic() % MINUTE)
        return TooManyRequests(
            f"There were {self.limit} requests within a minute.", f"Wait {seconds} s.", seconds
        )

    @property
    def _current(self) -> Counter[str]:
        minute = int(monotonic() // MINUTE)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()
        return self._counts
