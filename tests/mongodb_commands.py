"""What is sent to MongoDB, by PyMongo's command monitoring."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

from pymongo import monitoring

READS = ("find", "aggregate", "getMore", "count", "distinct")
Sent: TypeAlias = list[tuple[str, str]]
_sent: ContextVar[Sent | None] = ContextVar("sent", default=None)


class Commands(monitoring.CommandListener):
    """Notes commands with their collections where asked to; what runs beside is left out."""

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        sent = _sent.get()
        if sent is not None:
            sent.append((event.command_name, _collection(event.command_name, event.command)))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


monitoring.register(Commands())


@contextmanager
def commands() -> Iterator[Sent]:
    """The commands of this task and of those that it starts; for clients made from now on."""
    sent: Sent = []
    token = _sent.set(sent)
    try:
        yield sent
    finally:
        _sent.reset(token)


@contextmanager
def counted_reads() -> Iterator[Counter[str]]:
    """The reads of each collection, once the block has ended."""
    counted: Counter[str] = Counter()
    with commands() as sent:
        yield counted
    counted.update(reads(sent))


def reads(sent: Sent) -> Counter[str]:
    """How often each collection was read."""
    return Counter(collection for name, collection in sent if name in READS)


def _collection(name: str, command: Any) -> str:  # noqa: ANN401 - a BSON document
    """The collection that is meant; a pipeline without one reads that of its look-up."""
    if name == "getMore":
        return str(command["collection"])
    if "pipeline" in command and command[name] == 1:
        stages = [stage["$lookup"]["from"] for stage in command["pipeline"] if "$lookup" in stage]
        return str(stages[0])
    return str(command[name])
