"""Streams that are reserved or connected, by their tokens."""

import asyncio
from contextlib import ExitStack

from subscriptions.connections import Connections
from subscriptions.errors import StreamInUse, StreamNotFound
from subscriptions.sse.stream import Stream


class Reservations:
    """Keeps a stream for ``seconds`` until its client connects, and while it is connected.

    Both count as a connection of the caller.
    """

    def __init__(self, connections: Connections, seconds: float, operations_limit: int) -> None:
        self._connections = connections
        self._seconds = seconds
        self._operations_limit = operations_limit
        self._streams: dict[str, Stream] = {}
        self._admissions: dict[str, ExitStack] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def make(self, owner: str) -> Stream:
        """Reserve a stream.

        Raises:
            TooManyConnections: there is no room.
        """
        admission = ExitStack()
        admission.enter_context(self._connections.admit(owner))
        stream = Stream(owner, self._operations_limit)
        self._streams[stream.token] = stream
        self._admissions[stream.token] = admission
        asyncio.get_running_loop().call_later(self._seconds, self._expire, stream)
        return stream

    def find(self, token: str, owner: str) -> Stream:
        """The stream of a token.

        Raises:
            StreamNotFound: there is none, or not of this owner: one answer.
        """
        stream = self._streams.get(token)
        if stream is None or stream.owner != owner:
            raise StreamNotFound("There is no stream of this token.", "Reserve one by PUT.")
        return stream

    def connect(self, token: str, owner: str) -> Stream:
        """The stream of a token, for its only reader.

        Raises:
            StreamNotFound: see ``find``.
            StreamInUse: somebody reads it.
        """
        stream = self.find(token, owner)
        if stream.connected:
            raise StreamInUse("Somebody reads this stream.", "Reserve another by PUT.")
        stream.connected = True
        return stream

    async def end(self, stream: Stream) -> None:
        """Forget a stream and end its operations; a second time does nothing."""
        if self._streams.pop(stream.token, None):
            self._admissions.pop(stream.token).close()
            await stream.operations.close()

    def _expire(self, stream: Stream) -> None:
        if not stream.connected:
            task = asyncio.create_task(self.end(stream))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
