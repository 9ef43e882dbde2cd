"""Search by meaning: an embedding model, and the vectors that it made.

Importing this takes more than a second: whoever must be quick imports it on a thread, later.
"""

from collections.abc import Collection, Sequence
from typing import Self

from app.knowledge.embedder import Embedder
from app.knowledge.hit import Hit
from app.knowledge.passage_repository import StoredPassage
from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.vectors import Point, Vector, VectorIndex
from app.settings import Settings


class SemanticIndex:
    """Embeds passages, and finds those that mean what a query means.

    Every method raises ``ServiceUnavailable`` when the model or the store cannot be used.
    """

    def __init__(self, embedder: Embedder, vectors: VectorIndex) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self.model = embedder.name

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The index that the settings describe; nothing is loaded or opened yet."""
        embedder = Embedder(settings.embedding_model, settings.data_dir / "models")
        connection = QdrantConnection(
            settings.data_dir / "qdrant", settings.qdrant_url, settings.qdrant_api_key
        )
        return cls(embedder, VectorIndex(connection, embedder.name, embedder.dimension))

    async def prepare(self) -> None:
        """Load the model and open the store; needed once, harmless again."""
        await self._embedder.prepare()
        await self._vectors.ensure()

    async def add(self, passages: Sequence[StoredPassage]) -> None:
        """Embed and store passages, in place of those with the same ids."""
        vectors = await self._embedder.embed_passages([passage.text for passage in passages])
        points = [
            Point(
                item.knowledge_id, item.source, item.field, vector, item.group, tuple(item.labels)
            )
            for item, vector in zip(passages, vectors, strict=True)
        ]
        await self._vectors.upsert(points)

    async def remove(self, knowledge_ids: Collection[str], group: str | None) -> None:
        """Delete passages of a group; those that are not stored are passed over."""
        await self._vectors.delete(knowledge_ids, group)

    async def count(self) -> int:
        """How many passages are stored."""
        return await self._vectors.count()

    async def embed(self, query: str) -> Vector:
        """The vector of a query."""
        return await self._embedder.embed_query(query)

    async def nearest(self, query: Vector, sources: Collection[str], limit: int) -> list[Hit]:
        """The catalogue's passages about some things that are nearest to a query, best first."""
        return await self._vectors.search(query, limit, source_ids=sources)

    async def nearest_of_group(
        self, query: Vector, group: str, labels: Collection[str] | None, limit: int
    ) -> list[Hit]:
        """A group's own passages that are nearest to a query, best first.

        With ``labels``: those that have one of them.
        """
        return await self._vectors.search(query, limit, group=group, labels=labels)

    async def close(self) -> None:
        """End the threads and close the store."""
        await self._embedder.close()
        await self._vectors.close()
