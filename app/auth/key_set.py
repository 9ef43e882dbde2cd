"""The keys of an issuer, kept between the moments at which they are read."""

import asyncio
import logging
import time
from contextlib import suppress

from app.auth.key_source import KeySource
from app.auth.public_key import PublicKey
from app.errors import ServiceUnavailable

PAUSE_SECONDS = 60.0
FRESH_SECONDS = 600.0
_FIRST_PAUSE_SECONDS = 5.0
_log = logging.getLogger(__name__)


class KeySet:
    """An issuer's keys as last read, however long ago that had to be.

    They are read again for a key that is unknown, and in the background after ``fresh`` seconds;
    at most once in ``pause`` seconds, whatever tokens are sent.
    """

    def __init__(
        self, source: KeySource, pause: float = PAUSE_SECONDS, fresh: float = FRESH_SECONDS
    ) -> None:
        self._source = source
        self._pause = pause
        self._fresh = fresh
        self._keys: dict[str, PublicKey] = {}
        self._tried = self._read = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def find(self, identifier: str) -> PublicKey | None:
        """The key of that id, or None.

        Raises:
            ServiceUnavailable: no key of the issuer was ever read.
        """
        if identifier not in self._keys:
            await self._read_again()
        elif time.monotonic() - self._read > self._fresh:
            self._begin()
        if not self._keys:
            raise ServiceUnavailable(
                "The issuer of this token cannot be asked for its keys.", "Try again in a moment."
            )
        return self._keys.get(identifier)

    async def close(self) -> None:
        """Give up a reading that is under way."""
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading

    async def _read_again(self) -> None:
        self._begin()
        if self._reading:
            await asyncio.shield(self._reading)  # others wait for it, too

    def _begin(self) -> None:
        pause = self._pause if self._keys else min(self._pause, _FIRST_PAUSE_SECONDS)
        busy = self._reading is not None and not self._reading.done()
        if not busy and time.monotonic() - self._tried >= pause:
            self._tried = time.monotonic()
            self._reading = asyncio.create_task(self._read_once())

    async def _read_once(self) -> None:
        try:
            self._keys = await self._source.read()
            self._read = time.monotonic()
        except ServiceUnavailable as error:
            _log.warning("%s Keys known before: %d.", error.message, len(self._keys))
