"""A connection to Qdrant: the client's own local mode in a folder, or a server."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from qdrant_client import AsyncQdrantClient
from qdrant_client.http.exceptions import ApiException

from app.knowledge.errors import VectorStoreUnavailable

Result = TypeVar("Result")
Call = Callable[[AsyncQdrantClient], Coroutine[Any, Any, Result]]


class QdrantConnection:
    """Runs calls on an ``AsyncQdrantClient`` without ever blocking the caller's event loop.

    Local mode computes and writes inside its coroutines and lets no two threads in at once: it
    lives on one thread of its own, where calls wait for each other in their order.
    """

    def __init__(self, folder: Path, url: str | None = None, api_key: str | None = None) -> None:
        """Connect to the server at ``url`` when given, else keep everything in ``folder``."""
        self._folder = folder
        self._url = url
        self._api_key = api_key
        self._client: AsyncQdrantClient | None = None
        self._thread = ThreadPoolExecutor(1, "qdrant")
        self._runner = asyncio.Runner()

    @property
    def is_local(self) -> bool:
        """Whether there is no server."""
        return self._url is None

    async def run(self, call: Call[Result]) -> Result:
        """The result of ``call``, which is handed the client; the first call connects.

        Raises:
            VectorStoreUnavailable: the folder is in use elsewhere, or the server failed.
        """
        try:
            if self.is_local:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._thread, self._run_on_thread, call)
            return await call(self._connected())
        except ApiException as error:
            raise VectorStoreUnavailable(
                f"Qdrant at {self._url} does not answer as it should: {error}",
                "Check ONE_QDRANT_URL and ONE_QDRANT_API_KEY, or unset both.",
            ) from error

    async def close(self) -> None:
        """Close the client and end the thread; nothing happens when there was no call."""
        if self._client is not None:
            await self.run(lambda client: client.close())
        self._client = None
        await asyncio.to_thread(self._end_thread)

    def _end_thread(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _run_on_thread(self, call: Call[Result]) -> Result:
        return self._runner.run(call(self._connected()))

    def _connected(self) -> AsyncQdrantClient:
        if self._client is None:
            self._client = self._open()
        return self._client

    def _open(self) -> AsyncQdrantClient:
        if self._url is not None:
            # Its check of versions would block the event loop on a request.
            return AsyncQdrantClient(
                url=self._url, api_key=self._api_key, check_compatibility=False
            )
        try:
            return AsyncQdrantClient(path=str(self._folder))
        except RuntimeError as error:  # the only sign that another process holds the folder
            raise VectorStoreUnavailable(
                f"The vectors in {self._folder} cannot be opened: {error}",
                "Stop the other process, or set ONE_QDRANT_URL to a Qdrant server.",
            ) from error
