"""Keeps the searchable passages of plugins up to date, and their vectors behind them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from app.catalog.repository import PluginRepository
from app.database import Database
from app.knowledge.embedding_queue import EmbeddingQueue
from app.knowledge.passage_repository import PassageRepository
from app.knowledge.passage_source import PassageSource

if TYPE_CHECKING:
    from app.knowledge.semantic_index import SemanticIndex

log = logging.getLogger(__name__)

PLUGINS_AT_ONCE = 50
LOOK_SECONDS = 10.0  # between two looks for what other processes wrote
PATIENCE_SECONDS = 1.5  # of an install for vectors that search can do without
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


class KnowledgeIndexer:
    """Writes passages for search by keywords at once, and has them embedded in the background.

    Any process may write passages; one runs ``run``.
    """

    def __init__(self, database: Database, load: Callable[[], Awaitable["SemanticIndex"]]) -> None:
        """``load`` makes the index by meaning, when ``run`` wants it; ``run`` closes it."""
        self._load = load
        self._source = PassageSource(database)
        self._plugins = PluginRepository(database)
        self._passages = PassageRepository(database)
        self._queue = EmbeddingQueue(database)
        self._writing = asyncio.Lock()
        self._semantic: SemanticIndex | None = None
        self._fair = False
        self._prepared = False
        self._written = asyncio.Event()
        self._advanced = asyncio.Event()
        self._pause = FIRST_PAUSE_SECONDS

    @property
    def semantic(self) -> "SemanticIndex | None":
        """The index by meaning, or None while it lacks too much to rank by."""
        return self._semantic if self._fair else None

    @property
    def prepared(self) -> "SemanticIndex | None":
        """The index by meaning as soon as it works, whatever it lacks of the catalogue."""
        return self._semantic if self._prepared else None

    @property
    def ready(self) -> bool:
        """Whether search goes by meaning too."""
        return self.semantic is not None

    async def changed(self, plugin_ids: Sequence[str]) -> None:
        """Write the passages of these plugins anew; those that stay the same keep their vectors."""
        for start in range(0, len(plugin_ids), PLUGINS_AT_ONCE):
            async with self._writing:
                await self._rewrite(plugin_ids[start : start + PLUGINS_AT_ONCE])
            self._written.set()

    def wake(self) -> None:
        """Embed at once what this process has just written."""
        self._written.set()

    async def index(self, plugin: str) -> None:
        """Write the passages of a plugin, and wait a little for their vectors."""
        await self.changed([plugin])
        await self.wait_for(plugin, PATIENCE_SECONDS)

    async def wait_for(self, plugin: str, seconds: float) -> bool:
        """Wait until a plugin can be found by meaning; False when ``seconds`` were not enough.

        False at once while search does not go by meaning.
        """
        semantic = self.semantic
        if semantic is None:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._until_embedded(plugin, semantic)
                return True
        return False

    async def run(self) -> None:
        """Embed what waits, for ever; a failure is logged and tried again, ever more rarely."""
        try:
            while True:
                await self._try_to_work()
                await asyncio.sleep(self._pause)
                self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        finally:
            self._fair = self._prepared = False
            if self._semantic:
                await self._semantic.close()

    async def _rewrite(self, plugin_ids: Sequence[str]) -> None:
        plugins = [plugin for plugin in await self._plugins.get_many(plugin_ids) if plugin]
        passages = await self._source.passages(plugins)
        await self._passages.replace(passages, {item.id: item.updated_at for item in plugins})

    async def _until_embedded(self, plugin: str, semantic: "SemanticIndex") -> None:
        while True:
            advanced = self._advanced  # before the look, so that no advance is missed
            if not await self._queue.holds(plugin, semantic):
                return
            await advanced.wait()

    async def _try_to_work(self) -> None:
        try:
            await self._work()
        except Exception as error:  # whatever it is, search by keywords goes on
            self._fair = self._prepared = False
            log.warning("search by meaning pauses for %.0f s: %s", self._pause, error)

    async def _work(self) -> NoReturn:
        if self._semantic is None:
            self._semantic = await self._load()
        await self._semantic.prepare()
        self._prepared = True
        await self._catch_up()
        while True:
            self._written.clear()
            await self._embed_all(self._semantic)
            self._pause = FIRST_PAUSE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), LOOK_SECONDS)

    async def _catch_up(self) -> None:
        """Write what a process left undone that ended before it called ``changed``."""
        described = await self._passages.described()
        current = await self._source.states()
        await self.changed([key for key, state in current.items() if described.get(key) != state])

    async def _embed_all(self, semantic: "SemanticIndex") -> None:
        await self._queue.restore_lost(semantic)
        more = True
        while more:
            more = await self._queue.advance(semantic)
            self._fair = await self._queue.is_fair(semantic)
            self._advanced.set()
            self._advanced = asyncio.Event()
