"""Which keys are called so often that a worker should be ready before a call comes."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.worker.call import WorkerSpec

_MOST_SECONDS = 60
_LONG_AGO = float("-inf")


@dataclass(slots=True)
class Demand:
    """What was asked of one key lately, in seconds of the monotonic clock.

    Attributes:
        key: of the calls.
        account: whose last call it was.
        spec: what a worker of it runs.
        called: when it was last called.
        called_before: when it was called before that.
        crowded: when a call last found all its workers busy.
        failed: when a worker that was started ahead last failed to.
    """

    key: str
    account: str
    spec: WorkerSpec
    called: float = _LONG_AGO
    called_before: float = _LONG_AGO
    crowded: float = _LONG_AGO
    failed: float = _LONG_AGO


class Demands:
    """What was asked of the keys that were called last.

    A key is hot while two calls of it are not older than a minute. It is crowded while it is no
    longer since a call found all its workers busy. A worker that dies in a call, or is killed
    because that was cancelled or took too long, is not replaced before two more calls. Where a
    worker that was started ahead does not load, none is for a minute.

    Args:
        idle_seconds: after which a worker ends; no key is hot longer than that.
        most: keys that are remembered.
    """

    def __init__(self, idle_seconds: float, most: int) -> None:
        self._window = min(_MOST_SECONDS, idle_seconds)
        self._most = most
        self._demands: OrderedDict[str, Demand] = OrderedDict()

    def note_call(self, key: str, account: str, spec: WorkerSpec) -> None:
        """Remember a call."""
        demand = self._demands.setdefault(key, Demand(key, account, spec))
        demand.account, demand.spec = account, spec
        demand.called_before, demand.called = demand.called, time.monotonic()
        self._demands.move_to_end(key)
        if len(self._demands) > self._most:
            self._demands.popitem(last=False)

    def note_crowd(self, key: str) -> None:
        """Remember that a call found all workers of its key busy."""
        if key in self._demands:
            self._demands[key].crowded = time.monotonic()

    def note_failure(self, key: str) -> None:
        """Remember that a worker that was started ahead did not load."""
        if key in self._demands:
            self._demands[key].failed = time.monotonic()

    def cool(self, key: str) -> None:
        """Begin anew with a key whose worker did not survive a call."""
        self._demands.pop(key, None)

    def forget(self, key_prefix: str) -> None:
        """Forget all keys that start so."""
        for key in [key for key in self._demands if key.startswith(key_prefix)]:
            del self._demands[key]

    def hot(self) -> Iterator[Demand]:
        """Give the hot keys whose workers load, the one that was called last first."""
        for demand in list(reversed(self._demands.values())):
            if not self._is_recent(demand.called):
                return
            if self._is_recent(demand.called_before) and not self._is_recent(demand.failed):
                yield demand

    def is_crowded(self, demand: Demand) -> bool:
        """Whether a call found all workers busy lately."""
        return self._is_recent(demand.crowded)

    def is_failing(self, key: str) -> bool:
        """Whether a worker of this key that was started ahead did not load lately."""
        return key in self._demands and self._is_recent(self._demands[key].failed)

    def _is_recent(self, when: float) -> bool:
        return time.monotonic() - when < self._window
