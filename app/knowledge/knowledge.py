"""The parts of plugin search, put together."""

import asyncio
import gc
from typing import TYPE_CHECKING

from app.database import Database
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.search import PluginSearch
from app.settings import Settings

if TYPE_CHECKING:
    from app.knowledge.semantic_index import SemanticIndex


class PluginKnowledge:
    """What is known about plugins, as an index and a search over it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self.indexer = KnowledgeIndexer(database, self._load)
        self.search = PluginSearch(database, self.indexer)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to embed in the background: for whoever runs the only indexer."""
        self._task = asyncio.create_task(self.indexer.run(), name="knowledge indexer")

    async def close(self) -> None:
        """Stop embedding, and close the index."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _load(self) -> "SemanticIndex":
        return await asyncio.to_thread(_load, self._settings)


def _load(settings: Settings) -> "SemanticIndex":
    # Its libraries take 1.5 s to import, which the server does not wait for.
    from app.knowledge.semantic_index import SemanticIndex  # noqa: PLC0415

    index = SemanticIndex.of(settings)
    gc.freeze()  # what is loaded by now stays: walking it stalls everyone for 100 ms and more
    return index
