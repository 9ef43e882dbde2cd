"""A group's vectors are found in that group alone, also by the embedded store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.vectors import Point, VectorIndex
from tests.app.knowledge.test_vectors import DIMENSION, direction, point

A, B = "group_" + "a" * 24, "group_" + "b" * 24


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[VectorIndex]:
    index = VectorIndex(QdrantConnection(tmp_path), "test", DIMENSION)
    await index.ensure()
    yield index
    await index.close()


async def found(
    index: VectorIndex, group: str | None, labels: list[str] | None = None, limit: int = 5
) -> list[str]:
    hits = await index.search(direction(0), limit, group=group, labels=labels)
    return [hit.knowledge_id for hit in hits]


def labelled(name: str, angle: float, *labels: str) -> Point:
    return Point(name, "entry", "text", direction(angle), A, labels)


async def test_neither_another_group_nor_the_catalogue_is_searched(index: VectorIndex) -> None:
    await index.upsert([point("theirs", 0, group=B), point("ours", 1.2, group=A)])
    await index.upsert([point("public", 0.1)])
    assert await found(index, A) == ["ours"]
    assert await found(index, B) == ["theirs"]
    assert await found(index, None) == ["public"]


async def test_a_group_without_vectors_finds_nothing(index: VectorIndex) -> None:
    await index.upsert([point("theirs", 0, group=B), point("public", 0.1)])
    assert await found(index, A) == []
    await index.delete(["theirs"], A)
    assert await found(index, B) == ["theirs"]


async def test_one_of_the_labels_is_enough(index: VectorIndex) -> None:
    await index.upsert([labelled(f"other {n}", n / 1000, "other") for n in range(60)])
    await index.upsert([labelled("first", 1.1, "red", "blue"), labelled("second", 1.2, "green")])
    assert await found(index, A, ["green", "blue"], limit=1) == ["first"]
    assert await found(index, A, ["green", "blue"]) == ["first", "second"]
    assert await found(index, A, ["none such"]) == []
    assert await found(index, A, []) == []


async def test_all_vectors_are_counted_and_those_of_other_models_not(tmp_path: Path) -> None:
    connection = QdrantConnection(tmp_path)
    index, other = (VectorIndex(connection, name, DIMENSION) for name in ("test", "test 2"))
    for store in (index, other):
        await store.ensure()
        await store.upsert([point("ours", 0, group=A), point("public", 0)])
    await index.upsert([point("theirs", 0, group=B)])
    assert (await index.count(), await other.count()) == (3, 2)
    await index.delete(["ours"], A)
    assert await index.count() == 2
    await connection.close()


async def test_a_groups_vectors_are_there_after_a_restart(tmp_path: Path) -> None:
    for expected in ([], ["ours"]):
        index = VectorIndex(QdrantConnection(tmp_path), "test", DIMENSION)
        await index.ensure()
        assert await found(index, A) == expected
        await index.upsert([point("ours", 0, group=A)])
        await index.close()
