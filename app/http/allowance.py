"""Counting operations, of which one request or socket can carry many."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from app.http.minute_window import MinuteWindow


@dataclass(slots=True)
class Allowance:
    """What those who share a request or socket may still ask in this minute.

    Attributes:
        address: who strangers are.
        counted: operations that the request itself counted for already.
    """

    people: MinuteWindow
    strangers: MinuteWindow
    address: str
    counted: int = 1

    def take(self, person: str | None) -> None:
        """Count an operation of a person; None: of a stranger.

        Raises:
            TooManyRequests: the minute is used up.
        """
        if self.counted:
            self.counted -= 1
            return
        window, key = (self.people, person) if person else (self.strangers, self.address)
        if window.full(key):
            raise window.refusal()
        window.count(key)


_current: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowing(allowance: Allowance) -> Iterator[None]:
    """Let ``count_operation`` count against ``allowance`` within the block."""
    token = _current.set(allowance)
    try:
        yield
    finally:
        _current.reset(token)


def count_operation(person: str | None) -> None:
    """Count an operation of the request at hand, where requests are counted.

    Raises:
        TooManyRequests: the caller has used up this minute.
    """
    if allowance := _current.get():
        allowance.take(person)
