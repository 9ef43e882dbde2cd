"""One change stream of a collection, shared by every listener in this process."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

from pymongo.errors import OperationFailure, PyMongoError

from app.database import Row
from app.errors import CursorExpired, OneGraphError, SlowConsumer
from app.record import Record
from app.repository import Query, Repository

log = logging.getLogger(__name__)
Entity = TypeVar("Entity", bound=Record)
HISTORY_LOST = 286  # MongoDB's ChangeStreamHistoryLost
_RETRY_SECONDS = 0.5
INSERTS: Sequence[Query] = ({"$match": {"operationType": "insert"}},)


class Change(NamedTuple):
    """A document as it was written, and where in the stream; None for a local wake-up."""

    row: Row
    token: Mapping[str, Any] | None


class Listener:
    """A bounded queue of changes. Who lags too far is told so, and dropped."""

    def __init__(self, size: int) -> None:
        self._queue: asyncio.Queue[Change] = asyncio.Queue(size)
        self._failure: OneGraphError | None = None

    def offer(self, change: Change) -> None:
        """Queue a change; a full queue ends this listener instead of growing."""
        try:
            self._queue.put_nowait(change)
        except asyncio.QueueFull:
            self.fail(SlowConsumer("You fell too far behind.", "Resume from your last cursor."))

    def fail(self, failure: OneGraphError) -> None:
        """End this listener: the next thing it hears is why."""
        self._failure = failure
        with suppress(asyncio.QueueEmpty):
            if self._queue.full():
                self._queue.get_nowait()
        self._queue.put_nowait(Change({}, None))

    async def next(self) -> Change:
        """The next change.

        Raises:
            SlowConsumer: the queue had overflown.
            CursorExpired: the stream broke and could not be resumed.
        """
        change = await self._queue.get()
        if self._failure:
            raise self._failure
        return change


class Feed:
    """Delivers each change of a collection to the listeners of its keys.

    A listener may lag ``queue_size`` changes behind; 0, for those that wait for nobody: without
    bound.
    """

    def __init__(
        self,
        repository: Repository[Entity],
        keys: Callable[[Row], Sequence[str]],
        pipeline: Sequence[Query] = INSERTS,
        queue_size: int = 1024,
    ) -> None:
        self._repository = repository
        self._keys = keys
        self._pipeline = pipeline
        self._queue_size = queue_size
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._token: Mapping[str, Any] | None = None
        self._open = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once the stream is open: from here on nothing is missed."""
        self._task = asyncio.create_task(self._run(), name=f"feed {self._repository.document}")
        await self._open.wait()

    async def close(self) -> None:
        """Stop reading."""
        if self._task:
            self._task.cancel()
            # Who is cancelled meanwhile cancels the reader again: PyMongo can swallow the first
            # one while it looks for a server that is gone.
            await asyncio.gather(self._task, return_exceptions=True)

    @contextmanager
    def listen(self, key: str) -> Iterator[Listener]:
        """Receive the changes of ``key`` from now on."""
        listener = Listener(self._queue_size)
        self._listeners[key].add(listener)
        try:
            yield listener
        finally:
            self._listeners[key].discard(listener)
            if not self._listeners[key]:
                del self._listeners[key]

    def announce(self, row: Row) -> None:
        """Deliver a committed document ahead of the stream, which brings it again."""
        self._dispatch(Change(row, None))

    async def replay(self, key: str, token: Mapping[str, Any]) -> AsyncGenerator[Change]:
        """The changes of ``key`` after a stored position, on a stream of their own.

        Raises:
            CursorExpired: the server's history no longer reaches back that far.
        """
        try:
            async with self._repository.watch(self._pipeline, token) as stream:
                async for event in stream:
                    row = event["fullDocument"]
                    if row and key in self._keys(row):
                        yield Change(row, event["_id"])
        except OperationFailure as error:
            raise CursorExpired(
                "This position is older than the stored history, or none of it.",
                "Query what you missed, then subscribe without `after`.",
            ) from error

    async def _run(self) -> None:
        while True:
            try:
                await self._read()
            except OperationFailure as error:
                if error.code == HISTORY_LOST:
                    self._abandon()
                log.warning("change stream broke: %s", error)
            except PyMongoError as error:
                log.warning("change stream interrupted: %s", error)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _read(self) -> None:
        async with self._repository.watch(self._pipeline, self._token) as stream:
            self._token = stream.resume_token or self._token
            self._open.set()
            async for event in stream:
                self._token = event["_id"]
                if event.get("fullDocument"):
                    self._dispatch(Change(event["fullDocument"], event["_id"]))

    def _dispatch(self, change: Change) -> None:
        for key in self._keys(change.row):
            for listener in tuple(self._listeners.get(key, ())):
                listener.offer(change)

    def _abandon(self) -> None:
        self._token = None
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.fail(CursorExpired("The stream broke off.", "Subscribe again."))
