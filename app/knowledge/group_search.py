"""Finding what a group knows, by meaning and by words."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.database import Database
from app.errors import ServiceUnavailable
from app.knowledge.fusion import Ranked, fuse
from app.knowledge.group_labels import checked_labels
from app.knowledge.group_repository import GroupKnowledgeRepository, GroupPassage
from app.knowledge.hit import Hit
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.query import checked_size, passages_for, words_of
from app.ontology.knowledge import Knowledge

log = logging.getLogger(__name__)

SPARE = 2  # candidates a match, for those that were removed a moment ago


@dataclass(frozen=True, slots=True)
class KnowledgeMatch:
    """An entry with its best passage; ``score`` is 0 to 1."""

    knowledge: Knowledge
    score: float
    passage: str


class GroupSearch:
    """Search within one group; by words alone while there are no vectors.

    One embedding, one search of vectors and three reads of MongoDB, whatever is found.
    """

    def __init__(self, database: Database, indexer: KnowledgeIndexer) -> None:
        self._indexer = indexer
        self._knowledge = GroupKnowledgeRepository(database)

    async def search(
        self, group: str, query: str, labels: Sequence[str] | None, first: int
    ) -> list[KnowledgeMatch]:
        """The group's entries that fit a query, best first.

        With ``labels``: those that have one of them.

        Raises:
            InvalidInput: the query, a label or ``first`` is out of its range.
        """
        words, size = words_of(query), checked_size(first)
        wanted = None if labels is None else checked_labels(labels)
        semantic, keyword = await asyncio.gather(
            self._by_meaning(group, words, wanted, passages_for(size)),
            self._knowledge.find_words(group, words, wanted, passages_for(size)),
        )
        ranked = fuse(semantic, keyword)[: SPARE * size]
        return await self._matches(group, wanted, ranked, size)

    async def _by_meaning(
        self, group: str, words: str, labels: Collection[str] | None, limit: int
    ) -> list[Hit] | None:
        index = self._indexer.prepared
        if index is None:
            return None
        try:
            vector = await index.embed(words)
            return await index.nearest_of_group(vector, group, labels, limit)
        except ServiceUnavailable as error:
            log.warning("searched a group by words alone: %s", error)
            return None

    async def _matches(
        self, group: str, labels: Collection[str] | None, ranked: Sequence[Ranked], size: int
    ) -> list[KnowledgeMatch]:
        """What was found, as MongoDB has it now: vectors alone prove nothing."""
        if not ranked:
            return []
        identifiers = [hit.knowledge_id for found in ranked for hit in found.passages]
        passages = await self._knowledge.passages(group, identifiers, labels)
        confirmed = [(found, best) for found in ranked if (best := _best(found, passages))]
        chosen = confirmed[:size]
        entries = await self._knowledge.get_many([best.entry for _, best in chosen])
        return [
            KnowledgeMatch(entry, found.score, best.text)
            for (found, best), entry in zip(chosen, entries, strict=True)
            if entry and entry.group == group
        ]


def _best(found: Ranked, passages: Mapping[str, GroupPassage]) -> GroupPassage | None:
    known = (passages.get(hit.knowledge_id) for hit in found.passages)
    return next((passage for passage in known if passage), None)
