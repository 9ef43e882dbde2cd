"""The passages that wait for their vectors, and the vectors that wait for their end."""

import logging
from typing import TYPE_CHECKING

from app.database import Database
from app.knowledge.passage_repository import PassageRepository

if TYPE_CHECKING:
    from app.knowledge.semantic_index import SemanticIndex

log = logging.getLogger(__name__)

PASSAGES_AT_ONCE = 32  # about half a second of work: how long a new plugin waits for its turn
REMNANTS_AT_ONCE = 1_000
ENOUGH = 0.9  # of all passages: from here on ranking by meaning is fair


class EmbeddingQueue:
    """What is left to do, as MongoDB knows it: nothing is forgotten when a process ends.

    A vector is stored before its passage is marked and deleted after the mark is gone, so there
    are never fewer vectors than marks unless some were lost.
    """

    def __init__(self, database: Database) -> None:
        self._passages = PassageRepository(database)

    async def advance(self, semantic: "SemanticIndex") -> bool:
        """Do one batch of what waits; False when nothing does."""
        if remnants := await self._passages.remnants(REMNANTS_AT_ONCE):
            for group, identifiers in remnants.items():
                await semantic.remove(identifiers, group)
                await self._passages.drop_remnants(identifiers)
        waiting = await self._passages.without_vector(semantic.model, PASSAGES_AT_ONCE)
        if waiting:
            await semantic.add(waiting)
            await self._passages.mark_embedded(waiting, semantic.model)
        return bool(remnants or waiting)

    async def restore_lost(self, semantic: "SemanticIndex") -> None:
        """Have everything embedded again when vectors were lost."""
        marked = await self._passages.count_embedded(semantic.model)
        stored = await semantic.count()
        if stored < marked:
            log.warning("only %d of %d vectors are left; making them again", stored, marked)
            await self._passages.forget_vectors()

    async def is_fair(self, semantic: "SemanticIndex") -> bool:
        """Whether nearly all passages of the catalogue have their vectors."""
        waiting = await self._passages.count_waiting(semantic.model)
        return waiting <= (1 - ENOUGH) * await self._passages.count_public()

    async def holds(self, source: str, semantic: "SemanticIndex") -> bool:
        """Whether any passage of a source waits for its vector."""
        return await self._passages.waits(source, semantic.model)
