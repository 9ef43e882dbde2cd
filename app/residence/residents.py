"""The plugins that this executor keeps up."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.pool.resident import ResidentWorker


class Residents:
    """Resident workers by key: (instance, settings revision, agent)."""

    def __init__(self) -> None:
        self.elsewhere: frozenset[str] = frozenset()
        """Instances that other executors keep up: their calls are theirs."""
        self._workers: dict[str, ResidentWorker] = {}
        self._stays: dict[str, asyncio.Task[None]] = {}

    def find(self, key: str) -> ResidentWorker | None:
        """The one that takes calls of a key."""
        return self._workers.get(key)

    @contextmanager
    def housing(
        self, key: str, worker: ResidentWorker, stay: "asyncio.Task[None]"
    ) -> Iterator[None]:
        """Let calls of a key reach a worker, while its stay goes on."""
        self._workers[key], self._stays[key] = worker, stay
        try:
            yield
        finally:
            self._workers.pop(key, None)
            self._stays.pop(key, None)

    def evict(self, key_prefix: str) -> None:
        """End the stay of all whose key starts so; whether they may go on is looked at anew."""
        for key, stay in self._stays.items():
            if key.startswith(key_prefix):
                stay.cancel()
