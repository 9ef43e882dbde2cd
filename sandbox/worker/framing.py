"""Messages on a worker's channel: JSON in length-prefixed frames.

A frame is four bytes, big endian, and a payload. The top bit of the four bytes says that the
message goes on in the next frame; the rest is the payload's length, at most 1 MiB.
"""

import struct
from collections.abc import Iterator
from typing import Any

import orjson

FRAME_BYTES = 2**20
_MORE_FOLLOWS = 0x8000_0000
_HEADER = struct.Struct(">I")


class FramingError(ValueError):
    """The other end broke the rules of the channel."""


class MessageTooLong(ValueError):
    """A message is longer than the other end takes."""


def encode_message(message: dict[str, Any], most_bytes: int) -> Iterator[bytes]:
    """Give the bytes of a message, a frame at a time.

    Raises:
        TypeError: the message holds something JSON does not have.
        MessageTooLong: its text is longer than so many bytes.
    """
    text = memoryview(orjson.dumps(message))
    if len(text) > most_bytes:
        raise MessageTooLong(f"{len(text)} bytes, over the {most_bytes} allowed")
    for start in range(0, len(text), FRAME_BYTES):
        payload = text[start : start + FRAME_BYTES]
        more = _MORE_FOLLOWS if start + FRAME_BYTES < len(text) else 0
        yield _HEADER.pack(len(payload) | more) + payload


class MessageReader:
    """Puts messages together from bytes as they arrive."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pending = bytearray()
        self._message = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[dict[str, Any], int]]:
        """Give the messages that these bytes complete, each with its size in bytes.

        Raises:
            FramingError: a frame or message is too long, or is not a JSON object.
        """
        self._pending += data
        while len(self._pending) >= _HEADER.size:
            (header,) = _HEADER.unpack_from(self._pending)
            length = header & ~_MORE_FOLLOWS
            self._check(length)
            end = _HEADER.size + length
            if len(self._pending) < end:
                return
            self._message += self._pending[_HEADER.size : end]
            del self._pending[:end]
            if not header & _MORE_FOLLOWS:
                yield self._take_message()

    def _check(self, length: int) -> None:
        if length > FRAME_BYTES:
            raise FramingError(f"a frame of {length} bytes, over the {FRAME_BYTES} allowed")
        if len(self._message) + length > self._most_bytes:
            raise FramingError(f"a message of more than {self._most_bytes} bytes")

    def _take_message(self) -> tuple[dict[str, Any], int]:
        text, self._message = self._message, bytearray()
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise FramingError("a frame that is not JSON") from error
        if not isinstance(message, dict):
            raise FramingError("a message that is not an object")
        return message, len(text)
