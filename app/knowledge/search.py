"""Finding plugins by what they do, in whatever words."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.catalog.criteria import PluginCriteria
from app.catalog.plugin import Plugin
from app.database import Database
from app.errors import InvalidInput, ServiceUnavailable
from app.knowledge.findable_plugins import FindablePlugins
from app.knowledge.fusion import Ranked, fuse
from app.knowledge.hit import Hit
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.passage_repository import PassageRepository
from app.knowledge.plugin_match import MatchedPassage, PluginMatch

log = logging.getLogger(__name__)

MAX_CHARACTERS = 500
MAX_MATCHES = 100
LEAST_PASSAGES = 100  # to look at, of which several may be about one plugin
PASSAGES_A_MATCH = 10


class PluginSearch:
    """Search by meaning and by keywords; by keywords alone until enough vectors are there."""

    def __init__(self, database: Database, indexer: KnowledgeIndexer) -> None:
        self._indexer = indexer
        self._plugins = FindablePlugins(database)
        self._passages = PassageRepository(database)

    async def search(
        self, query: str, criteria: PluginCriteria | None, first: int
    ) -> list[PluginMatch]:
        """The plugins that fit a query best, best first; those named so exactly lead.

        Plugins that the registry lacks are left out unless ``criteria`` ask for them.

        Raises:
            InvalidInput: ``query`` or ``first`` is out of its range.
        """
        words = _words(query)
        limit = max(LEAST_PASSAGES, PASSAGES_A_MATCH * _checked(first))
        ...


def _words(query: str) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in query).strip()
    if 0 < len(text) <= len(query) <= MAX_CHARACTERS:
        return text
    ...
