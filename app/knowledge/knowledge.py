"""The parts of plugin search, put together."""

import asyncio
from importlib import import_module
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
        """Begin to index in the background: for whoever runs the only indexer."""
        self._task = asyncio.create_task(self.indexer.run(), name="knowledge indexer")

    async def close(self) -> None:
        """Stop indexing, and close the index."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _load(self) -> "SemanticIndex":
        # The libraries behind it take a second to import, which must not delay the start.
        module = await asyncio.to_thread(import_module, "app.knowledge.semantic_index")
        index: SemanticIndex = module.SemanticIndex.of(self._settings)
        return index
