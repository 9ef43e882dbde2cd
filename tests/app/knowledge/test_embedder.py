"""Meaning becomes nearness; queries do not wait for passages."""

import asyncio
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from app.knowledge.embedder import Embedder
from app.knowledge.errors import ModelUnavailable

PASSAGE = "Bridges the Solana blockchain: swaps, transfers and portfolio management. " * 8


async def test_a_question_is_nearer_to_its_answer_than_to_anything_else(
    embedder: Embedder,
) -> None:
    passages = ["Extracts text from PDF files.", "Trades tokens on Solana.", "Sends GIFs."]
    vectors = await embedder.embed_passages(passages)
    query = await embedder.embed_query("read a document")
    assert int(np.argmax(np.asarray(vectors) @ query)) == 0


async def test_vectors_have_the_announced_dimension_and_length_one(embedder: Embedder) -> None:
    vector = await embedder.embed_query("hello")
    assert vector.shape == (embedder.dimension,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


async def test_passages_keep_their_order_whatever_their_length(embedder: Embedder) -> None:
    texts = ["word " * count for count in (1, 90, 3, 40, 2, 7, 60)]
    together = await embedder.embed_passages(texts)
    alone = [(await embedder.embed_passages([text]))[0] for text in texts]
    np.testing.assert_allclose(together, np.stack(alone), atol=1e-5)


async def test_no_passages_make_no_vectors(embedder: Embedder) -> None:
    assert (await embedder.embed_passages([])).shape == (0, embedder.dimension)


async def test_a_query_overtakes_passages_that_came_first(embedder: Embedder) -> None:
    indexing = asyncio.create_task(embedder.embed_passages([PASSAGE] * 200))
    await asyncio.sleep(0.05)
    started = time.perf_counter()
    await embedder.embed_query("trade tokens")
    waited = time.perf_counter() - started
    assert not indexing.done()
    assert waited < 0.5
    indexing.cancel()


async def test_a_huge_query_is_cut_before_it_costs_anything(embedder: Embedder) -> None:
    started = time.perf_counter()
    await embedder.embed_query("word " * 2_000_000)
    assert time.perf_counter() - started < 1


async def test_the_packaged_model_never_asks_the_network(minilm_folder: Path) -> None:
    code = """
import asyncio, pathlib, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(refuse)
from app.knowledge.embedder import Embedder
async def main():
    embedder = Embedder("all-MiniLM-L6-v2", pathlib.Path(sys.argv[1]))
    assert len(await embedder.embed_query("hello")) == 384
    await embedder.close()
asyncio.run(main())
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(minilm_folder.parent)
    )
    assert await child.wait() == 0


async def test_a_model_in_a_folder_of_ones_own_is_used(
    minilm_folder: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "my-model"
    shutil.copytree(minilm_folder, folder)
    own = Embedder(str(folder), tmp_path)
    assert (own.name, own.dimension) == ("my-model", 384)
    vector = await own.embed_query("hello")
    np.testing.assert_allclose(vector, await embedder.embed_query("hello"), atol=1e-6)
    await own.close()


async def test_a_damaged_model_is_named_with_what_mends_it(
    minilm_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(minilm_folder, folder)
    (folder / "model.onnx").write_bytes(b"not a model")
    damaged = Embedder(str(folder), tmp_path)
    with pytest.raises(ModelUnavailable) as refusal:
        await damaged.prepare()
    assert f"Remove {folder}" in (refusal.value.hint or "")
    await damaged.close()


@pytest.mark.parametrize("name", ["no-such-model", "acme/no-such-model"])
def test_an_unknown_model_is_refused_with_one_that_works(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=name) as refusal:
        Embedder(name, tmp_path)
    assert "all-MiniLM-L6-v2, which needs no download" in (refusal.value.hint or "")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="hidden_size"):
        Embedder(str(tmp_path), tmp_path)
