"""The host's end of a worker's channel, and the rules that the worker must keep."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any, Protocol, cast

from sandbox.worker.framing import FramingError, MessageReader, encode_message

Message = dict[str, Any]

_LATE = frozenset({"log", "callback", "piece", "refusal", "ask"})
_STANDING = frozenset({"log", "refusal", "ask"})
_FINAL = frozenset({"result", "error"})


class ChannelListener(Protocol):
    """Hears what comes over a channel."""

    def on_message(self, message: Message, size: int) -> None:
        """Hear a message of the request under way, and how many bytes it took."""

    def on_violation(self, rule: str) -> None:
        """Hear that the worker broke a rule; nothing more is heard from it."""

    def on_closed(self) -> None:
        """Hear that the worker's end is closed."""


class Channel(asyncio.Protocol):
    """One request at a time; every message carries the random id of its request.

    What comes late for the request before is dropped; of a ``resident`` worker, which is never
    stopped, logs, refusals and asks are heard then too, and nothing else may come. Any other id,
    a frame or message that is too long, and any byte while ``sealed`` break the rules.
    """

    def __init__(self, most_bytes: int, listener: ChannelListener) -> None:
        self.sealed = False
        self.resident = False
        self._listener = listener
        self._most_bytes = most_bytes
        self._reader = MessageReader(most_bytes)
        self._transport: asyncio.WriteTransport | None = None
        self._current: str | None = None
        self._previous: str | None = None
        self._broken = False

    def request(self, kind: str, body: Mapping[str, object]) -> None:
        """Send a request, which ends with the message that is a result or an error.

        Raises:
            TypeError: the body holds something JSON does not have.
            MessageTooLong: it is longer than a message may be.
        """
        identity = secrets.token_hex(16)
        frames = encode_message({"id": identity, "type": kind, **body}, self._most_bytes)
        first = next(frames)
        self.sealed = False
        self._current = identity
        self._write(first)
        for frame in frames:
            self._write(frame)

    def answer(self, body: Mapping[str, object]) -> None:
        """Answer something that the worker asked during the request under way.

        Raises:
            TypeError: the body holds something JSON does not have.
            MessageTooLong: it is longer than a message may be.
        """
        identity = self._current or (self._previous if self.resident else None)
        if identity is None:
            return
        message = {"id": identity, "type": "answer", **body}
        for frame in encode_message(message, self._most_bytes):
            self._write(frame)

    def close(self) -> None:
        """Close the host's end."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that the worker's end is closed; how does not matter."""
        del exc
        self._listener.on_closed()

    def data_received(self, data: bytes) -> None:
        """Take bytes from the worker."""
        if self._broken:
            return
        if self.sealed:
            self._break("it sent bytes while stopped")
            return
        try:
            for message, size in self._reader.feed(data):
                self._route(message, size)
        except FramingError as error:
            self._break(f"it sent {error}")

    def _route(self, message: Message, size: int) -> None:
        identity, kind = message.get("id"), message.get("type")
        if identity is not None and identity == self._current:
            if kind in _FINAL:
                self._previous, self._current = self._current, None
            self._listener.on_message(message, size)
        elif identity is None or identity != self._previous or kind not in _LATE:
            self._break("it answered a request that is not under way")
        elif self.resident and kind in _STANDING:
            self._listener.on_message(message, size)

    def _break(self, rule: str) -> None:
        if not self._broken:
            self._broken = True
            self._listener.on_violation(rule)

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)
