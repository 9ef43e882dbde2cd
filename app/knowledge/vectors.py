"""The vectors of all passages."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray
from qdrant_client import AsyncQdrantClient, models

from app.identifiers import Kind
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
    labels: tuple[str, ...] = ()


class VectorIndex:
    """Finds passages by their vectors, in a collection of its own for each embedding model.

    Local mode's filters read every passage of a collection, so each group has one of its own
    there: neither what others store nor how much of it shows in a search. A server has an index
    of groups instead.

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
        await self._ensure(self._name)
        if not self._connection.is_local:
            await self._connection.run(self._index_payload)

    async def upsert(self, points: Sequence[Point]) -> None:
        """Store points, in place of those with the same ``knowledge_id``."""
        homes: dict[str, list[Point]] = defaultdict(list)
        for point in points:
            homes[self._home(point.group)].append(point)
        for home, own in homes.items():
            if home != self._name:
                await self._ensure(home)
            await self._upsert_into(home, own)

    async def delete(self, knowledge_ids: Collection[str], group: str | None = None) -> None:
        """Delete passages of a group, else the catalogue's; others are passed over."""
        points: list[models.ExtendedPointId] = [_point_id(name) for name in knowledge_ids]
        chosen, home = models.PointIdsList(points=points), self._home(group)
        if await self._exists(home):
            await self._connection.run(lambda client: client.delete(home, chosen))

    async def search(
        self,
        vector: Vector,
        limit: int,
        source_ids: Collection[str] | None = None,
        min_score: float | None = None,
        group: str | None = None,
        labels: Collection[str] | None = None,
    ) -> list[Hit]:
        """The nearest passages, best first: those of ``group`` when given, else the catalogue's.

        ``source_ids`` restricts them to some things, ``labels`` to those with one of them,
        ``min_score`` to a cosine above it.
        """
        home, unit = self._home(group), _unit(vector)
        if group and not await self._exists(home):
            return []
        scope = Scope(_set(source_ids), group, _set(labels))
        # Local mode's filters take 10-25 microseconds a stored passage; filtering the nearest takes
        # less, unless too few of them are left.
        for factor in OVERFETCH if self._connection.is_local else ():
            nearest = await self._query(home, unit, limit * factor, min_score)
            allowed = [point for point in nearest if scope.allows(point.payload or {})]
            if len(allowed) >= limit or len(nearest) < limit * factor:
                return [_hit(point) for point in allowed[:limit]]
        found = await self._query(home, unit, limit, min_score, scope.filter)
        return [_hit(point) for point in found]

    async def count(self) -> int:
        """How many passages are stored."""
        return await self._connection.run(self._count)

    async def close(self) -> None:
        """Close the connection."""
        await self._connection.close()

    def _home(self, group: str | None) -> str:
        return f"{self._name}-{group}" if group and self._connection.is_local else self._name

    async def _exists(self, home: str) -> bool:
        return await self._connection.run(lambda client: client.collection_exists(home))

    async def _ensure(self, home: str) -> None:
        if await self._exists(home):
            return
        size = models.VectorParams(size=self._dimension, distance=models.Distance.DOT)
        await self._connection.run(lambda client: client.create_collection(home, size))

    async def _count(self, client: AsyncQdrantClient) -> int:
        names = [known.name for known in (await client.get_collections()).collections]
        own = (self._name, f"{self._name}-{Kind.GROUP}_")
        homes = [name for name in names if name == own[0] or name.startswith(own[1])]
        return sum([(await client.count(home)).count for home in homes])

    async def _query(
        self,
        home: str,
        vector: Vector,
        limit: int,
        min_score: float | None,
        chosen: models.Filter | None = None,
    ) -> list[models.ScoredPoint]:
        response = await self._connection.run(
            lambda client: client.query_points(
                home,
                query=vector,
                query_filter=chosen,
                limit=limit,
                score_threshold=min_score,
            )
        )
        return response.points

    async def _upsert_into(self, home: str, points: Sequence[Point]) -> None:
        size = LOCAL_BATCH if self._connection.is_local else SERVER_BATCH
        for start in range(0, len(points), size):
            await self._upsert_batch(home, [_stored(item) for item in points[start : start + size]])

    async def _upsert_batch(self, home: str, batch: list[models.PointStruct]) -> None:
        await self._connection.run(lambda client: client.upsert(home, batch))

    async def _index_payload(self, client: AsyncQdrantClient) -> None:
        for key in ("source", "group", "labels"):
            await client.create_payload_index(self._name, key, models.PayloadSchemaType.KEYWORD)


def _set(values: Collection[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


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
            "labels": list(point.labels),
        },
    )


def _hit(point: models.ScoredPoint) -> Hit:
    payload = point.payload or {}
    return Hit(payload["knowledge_id"], payload["source"], payload["field"], point.score)
