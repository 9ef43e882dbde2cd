"""Finding plugins by what they do, in whatever words."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from app.catalog.catalogue import Catalogue, PluginFilter
from app.database import Database
from app.errors import ServiceUnavailable
from app.knowledge.fusion import Ranked, fuse
from app.knowledge.hit import Hit
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.passage_repository import PassageRepository
from app.knowledge.plugin_match import MatchedPassage, PluginMatch
from app.knowledge.query import checked_size, passages_for, words_of

log = logging.getLogger(__name__)


class PluginSearch:
    """Search by meaning and by keywords; by keywords alone until enough vectors are there."""

    def __init__(self, database: Database, indexer: KnowledgeIndexer) -> None:
        self._indexer = indexer
        self._catalogue = Catalogue(database)
        self._passages = PassageRepository(database)
        self._running: dict[str, asyncio.Task[list[PluginMatch]]] = {}

    async def search(
        self, query: str, chosen: PluginFilter | None, first: int
    ) -> list[PluginMatch]:
        """The plugins that fit a query, best first; those of exactly that name lead.

        Equal searches at the same time are one.

        Plugins that the registry lacks are left out unless ``chosen`` asks for them.

        Raises:
            InvalidInput: the query, ``first`` or the filter is out of its range.
        """
        words, size, available = words_of(query), checked_size(first), _available(chosen)
        key = f"{size} {available} {words}"
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._search(words, available, size))
            self._running[key].add_done_callback(lambda _: self._running.pop(key))
        return await asyncio.shield(self._running[key])

    async def _search(self, words: str, chosen: PluginFilter, first: int) -> list[PluginMatch]:
        limit = passages_for(first)
        allowed = asyncio.ensure_future(self._catalogue.ids(chosen))
        semantic, keyword, named = await asyncio.gather(
            self._by_meaning(words, allowed, limit),
            self._by_words(words, allowed, limit),
            self._passages.sources_named(words),
        )
        ranked = fuse(semantic, keyword, named.intersection(await allowed))
        return await self._matches(ranked[:first])

    async def _by_meaning(
        self, words: str, allowed: Awaitable[Sequence[str]], limit: int
    ) -> list[Hit] | None:
        index = self._indexer.semantic
        if index is None:
            return None
        try:
            vector = await index.embed(words)
            return await index.nearest(vector, await allowed, limit)
        except ServiceUnavailable as error:
            log.warning("searched by keywords alone: %s", error)
            return None

    async def _by_words(
        self, words: str, allowed: Awaitable[Sequence[str]], limit: int
    ) -> list[Hit]:
        return await self._passages.find_words(words, await allowed, limit)

    async def _matches(self, ranked: Sequence[Ranked]) -> list[PluginMatch]:
        plugins, texts = await asyncio.gather(
            self._catalogue.get_many([thing.source for thing in ranked]),
            self._passages.texts(hit.knowledge_id for thing in ranked for hit in thing.passages),
        )
        return [
            PluginMatch(
                plugin,
                thing.score,
                [
                    MatchedPassage(texts[hit.knowledge_id], hit.field, hit.score)
                    for hit in thing.passages
                    if hit.knowledge_id in texts
                ],
            )
            for thing, plugin in zip(ranked, plugins, strict=True)
            if plugin
        ]


def _available(chosen: PluginFilter | None) -> PluginFilter:
    chosen = chosen or PluginFilter()
    return replace(chosen, available=True) if chosen.available is None else chosen
