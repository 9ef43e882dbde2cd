"""The calls that wait for a worker, and whose turn it is."""

import asyncio
import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sandbox.pool.slot import Slot
from sandbox.pool.slots import Slots
from sandbox.worker.call import WorkerSpec


def _future() -> "asyncio.Future[Slot]":
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True)
class Turn:
    """A call that waits for a slot; ``number`` says when it came."""

    key: str
    account: str
    spec: WorkerSpec
    number: int = 0
    granted: "asyncio.Future[Slot]" = field(default_factory=_future)

    @property
    def has_slot(self) -> bool:
        """Whether it was granted one."""
        granted = self.granted
        return granted.done() and not granted.cancelled() and granted.exception() is None


class Turns:
    """Calls that wait.

    The account that holds the fewest workers comes first. A further worker for a key that has
    some counts as one more, so that accounts that hold about the same do not take warm workers
    from each other. Among equals it is who waits longest since its account was last served.
    An account without a worker therefore waits for nobody but others without one: however much
    another asks for, the first slot that is released is not given to that again.
    """

    def __init__(self) -> None:
        self._waiting: dict[Turn, None] = {}
        self._served: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def keys(self) -> set[str]:
        """The keys that are waited for."""
        return {turn.key for turn in self._waiting}

    def join(self, turn: Turn) -> None:
        """Let a call wait."""
        turn.number = next(self._numbers)
        self._waiting[turn] = None

    def leave(self, turn: Turn) -> None:
        """Let a call wait no longer."""
        self._waiting.pop(turn, None)
        if all(other.account != turn.account for other in self._waiting):
            self._served.pop(turn.account, None)

    def note_end(self, account: str) -> None:
        """Put an account whose call has ended behind those that have waited meanwhile."""
        if any(turn.account == account for turn in self._waiting):
            self._served[account] = next(self._numbers)

    def first(self, slots: Slots, without: Collection[Turn]) -> Turn | None:
        """Give the call whose turn it is, apart from some."""
        turns = (turn for turn in self._waiting if turn not in without)
        return min(turns, key=lambda turn: self._rank(turn, slots), default=None)

    def grant(self, turn: Turn, slot: Slot) -> None:
        """Give a call its slot."""
        self.leave(turn)
        if not turn.granted.done():
            turn.granted.set_result(slot)

    def fail(self, key_prefix: str, error: Callable[[], Exception]) -> None:
        """Let every call fail whose key starts so."""
        for turn in [turn for turn in self._waiting if turn.key.startswith(key_prefix)]:
            self.leave(turn)
            if not turn.granted.done():
                turn.granted.set_exception(error())

    def _rank(self, turn: Turn, slots: Slots) -> tuple[int, int, int]:
        workers = slots.of(turn.key)
        further = bool(workers) and not any(slot.idle for slot in workers)
        since = max(turn.number, self._served.get(turn.account, 0))
        return slots.held_by(turn.account) + further, since, turn.number
