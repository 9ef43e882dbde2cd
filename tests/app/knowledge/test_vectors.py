"""Passages are found by their vectors, by whom they are for, and survive a restart."""

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.knowledge.errors import VectorStoreUnavailable
from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.vectors import Point, VectorIndex

DIMENSION = 16


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[VectorIndex]:
    index = VectorIndex(QdrantConnection(tmp_path / "qdrant"), "test", DIMENSION)
    await index.ensure()
    yield index
    await index.close()


def direction(angle: float, length: float = 1) -> NDArray[np.float32]:
    """A vector whose cosine to ``direction(0)`` is that of the angle."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[:2] = length * np.cos(angle), length * np.sin(angle)
    return vector


def point(name: str, angle: float, source: str = "plugin", group: str | None = None) -> Point:
    return Point(name, source, "readme", direction(angle), group)


async def test_the_nearest_passage_comes_first_with_its_cosine(index: VectorIndex) -> None:
    await index.upsert([point("far", 1.2), point("near", 0.1), point("middle", 0.6)])
    hits = await index.search(direction(0), 2)
    assert [hit.knowledge_id for hit in hits] == ["near", "middle"]
    assert hits[0].score == pytest.approx(np.cos(0.1), abs=1e-5)


async def test_the_length_of_a_vector_does_not_matter(index: VectorIndex) -> None:
    await index.upsert([Point("long", "a", "readme", direction(0.5, length=9)), point("near", 0.1)])
    hits = await index.search(direction(0, length=4), 2)
    assert [hit.knowledge_id for hit in hits] == ["near", "long"]
    assert hits[1].score == pytest.approx(np.cos(0.5), abs=1e-5)


async def test_the_same_passage_again_replaces_itself(index: VectorIndex) -> None:
    await index.upsert([point("a", 0.1)])
    await index.upsert([point("a", 1.0)])
    (hit,) = await index.search(direction(0), 5)
    assert hit.score == pytest.approx(np.cos(1.0), abs=1e-5)
    assert await index.count() == 1


async def test_only_the_sources_asked_for_are_found(index: VectorIndex) -> None:
    await index.upsert([point(f"other{n}", n / 1000, "other") for n in range(60)])
    await index.upsert([point("mine", 1.0, "mine"), point("mine too", 1.1, "mine")])
    hits = await index.search(direction(0), 2, source_ids=["mine"])
    assert [hit.knowledge_id for hit in hits] == ["mine", "mine too"]
    assert await index.search(direction(0), 2, source_ids=[]) == []


async def test_a_score_below_the_least_is_left_out(index: VectorIndex) -> None:
    await index.upsert([point("near", 0.1), point("far", 1.4)])
    hits = await index.search(direction(0), 5, min_score=0.5)
    assert [hit.knowledge_id for hit in hits] == ["near"]


async def test_a_groups_passages_are_found_by_that_group_alone(index: VectorIndex) -> None:
    await index.upsert([point("theirs", 0, group="b"), point("ours", 0.1, group="a")])
    await index.upsert([point("public", 0.2)])

    async def found(group: str | None) -> list[str]:
        return [hit.knowledge_id for hit in await index.search(direction(0), 1, group=group)]

    assert await found(None) == ["public"]
    assert await found("a") == ["ours"]
    assert await found("b") == ["theirs"]


async def test_a_deleted_passage_is_gone_and_its_neighbours_stay(index: VectorIndex) -> None:
    await index.upsert([point("old", 0), point("new", 0.1)])
    await index.delete(["old", "never stored"])
    (hit,) = await index.search(direction(0), 5)
    assert hit.knowledge_id == "new"
    assert await index.count() == 1


async def test_each_model_has_passages_of_its_own(tmp_path: Path) -> None:
    connection = QdrantConnection(tmp_path)
    first, second = (VectorIndex(connection, name, DIMENSION) for name in ("one", "two"))
    await first.ensure()
    await second.ensure()
    await first.upsert([point("a", 0)])
    assert (await first.count(), await second.count()) == (1, 0)
    await connection.close()


async def test_passages_are_there_after_a_restart(tmp_path: Path) -> None:
    for expected in (0, 1):
        index = VectorIndex(QdrantConnection(tmp_path), "test", DIMENSION)
        await index.ensure()
        assert await index.count() == expected
        await index.upsert([point("a", 0)])
        await index.close()


async def test_a_search_among_writes_neither_waits_long_nor_blocks_the_loop(
    index: VectorIndex,
) -> None:
    writing = asyncio.create_task(index.upsert([point(f"p{n}", n / 500) for n in range(600)]))
    await asyncio.sleep(0.05)
    waits: list[float] = []
    while not writing.done() and len(waits) < 20:
        started = time.perf_counter()
        assert await index.search(direction(0), 3)
        waits.append(time.perf_counter() - started)
    assert len(waits) == 20
    assert sorted(waits)[10] < 0.2
    await writing


async def test_a_folder_that_another_process_holds_is_refused(tmp_path: Path) -> None:
    index = VectorIndex(QdrantConnection(tmp_path), "test", DIMENSION)
    await index.ensure()
    code = """
import asyncio, pathlib, sys
from app.knowledge.errors import VectorStoreUnavailable
from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.vectors import VectorIndex
async def main():
    index = VectorIndex(QdrantConnection(pathlib.Path(sys.argv[1])), "test", 16)
    try:
        await index.ensure()
    except VectorStoreUnavailable as error:
        print(error.hint)
    await index.close()
asyncio.run(main())
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await child.communicate()
    assert b"Stop the other process" in output
    await index.close()


async def test_a_server_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    index = VectorIndex(QdrantConnection(tmp_path, url), "test", DIMENSION)
    with pytest.raises(VectorStoreUnavailable, match=url):
        await index.ensure()
    await index.close()
