"""The vectors of all passages."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray
from qdrant_client import AsyncQdrantClient, models

from app.knowledge.hit import Hit
from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.scope import EVERYONE, Scope

Vector = NDArray[np.float32]

POINT_IDS = UUID("5b9de3b5-2b0e-4f0c-8c5f-6f7f0a6d8a37")
LOCAL_BATCH = 8  # local mode commits every point: a search behind one batch waits about 10 ms
SERVER_BATCH = 128
OVERFETCH = (2, 16)  # each passage fetched takes 8 microseconds


@dataclass(frozen=True)
class Point:
    """A passage with its vector; ``group`` is whose it is, none for the catalogue's own."""

    knowledge_id: str
    source: str
    field: str
    vector: Vector
    group: str | None = None


class VectorIndex:
    """Finds passages by their vectors, in a collection of its own for each embedding model.

    Vectors are stored with length 1, so that their dot product is the cosine: local mode would
    normalise all of them again at every query of a cosine collection.

    Every method raises ``VectorStoreUnavailable`` when the store cannot be used.
    """

    def __init__(self, connection: QdrantConnection, model: str, dimension: int) -> None:
        self._connection = connection
        self._dimension = dimension
        self._name = re.sub(r"[^a-z0-9]+", "-", f"{model}-{dimension}".lower()).strip("-")

    async def ensure(self) -> None:
        """Create the collection and its indexes unless they exist."""
        if await self._connection.run(lambda client: client.collection_exists(self._name)):
            return
        size = models.VectorParams(size=self._dimension, distance=models.Distance.DOT)
        await self._connection.run(lambda client: client.create_collection(self._name, size))
        if not self._connection.is_local:
            await self._connection.run(self._index_payload)

    async def upsert(self, points: Sequence[Point]) -> None:
        """Store points, in place of those with the same ``knowledge_id``."""
        size = LOCAL_BATCH if self._connection.is_local else SERVER_BATCH
        for start in range(0, len(points), size):
            await self._upsert_batch([_stored(point) for point in points[start : start + size]])

    async def delete(self, knowledge_ids: Collection[str]) -> None:
        """Delete passages; those that are not stored are passed over."""
        points: list[models.ExtendedPointId] = [_point_id(name) for name in knowledge_ids]
        chosen = models.PointIdsList(points=points)
        await self._connection.run(lambda client: client.delete(self._name, chosen))

    async def search(
        self,
        vector: Vector,
        limit: int,
        source_ids: Collection[str] | None = None,
        min_score: float | None = None,
        group: str | None = None,
    ) -> list[Hit]:
        """The nearest passages, best first: the catalogue's, and those of ``group`` when given.

        ``source_ids`` restricts them to some things, ``min_score`` to a cosine above it.
        """
        unit = _unit(vector)
        scope = Scope(None if source_ids is None else frozenset(source_ids), group)
        # Local mode's filters take 10-25 microseconds a stored passage; filtering the nearest takes
        # less, unless too few of them are left.
        for factor in OVERFETCH if self._connection.is_local else ():
            nearest = await self._query(unit, limit * factor, min_score)
            allowed = [point for point in nearest if scope.allows(point.payload or {})]
            if len(allowed) >= limit or len(nearest) < limit * factor:
                return [_hit(point) for point in allowed[:limit]]
        found = await self._query(unit, limit, min_score, scope.filter)
        return [_hit(point) for point in found]

    async def count(self) -> int:
        """How many passages are stored."""
        return (await self._connection.run(lambda client: client.count(self._name))).count

    async def close(self) -> None:
        """Close the connection."""
        await self._connection.close()

    async def _query(
        self,
        vector: Vector,
        limit: int,
        min_score: float | None,
        chosen: models.Filter | None = None,
    ) -> list[models.ScoredPoint]:
        response = await self._connection.run(
            lambda client: client.query_points(
                self._name,
                query=vector,
                query_filter=chosen,
                limit=limit,
                score_threshold=min_score,
            )
        )
        return response.points

    async def _upsert_batch(self, batch: list[models.PointStruct]) -> None:
        await self._connection.run(lambda client: client.upsert(self._name, batch))

    async def _index_payload(self, client: AsyncQdrantClient) -> None:
        for key in ("source", "group"):
            await client.create_payload_index(self._name, key, models.PayloadSchemaType.KEYWORD)


def _unit(vector: Vector) -> Vector:
    length = np.linalg.norm(vector)
    return vector / length if length else vector


def _point_id(knowledge_id: str) -> str:
    return str(uuid5(POINT_IDS, knowledge_id))


def _stored(point: Point) -> models.PointStruct:
    return models.PointStruct(
        id=_point_id(point.knowledge_id),
        vector=_unit(point.vector).tolist(),
        payload={
            "knowledge_id": point.knowledge_id,
            "source": point.source,
            "field": point.field,
            "group": point.group or EVERYONE,
        },
    )


def _hit(point: models.ScoredPoint) -> Hit:
    payload = point.payload or {}
    return Hit(payload["knowledge_id"], payload["source"], payload["field"], point.score)
