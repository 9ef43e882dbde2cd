"""The model is built once, whole or not at all, and computes what BERT computes."""

import asyncio
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships none
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from app.knowledge import minilm
from app.knowledge.errors import ModelUnavailable

Array = NDArray[Any]

HELLO_WORLD = [101, 7592, 2088, 102]  # with [CLS] and [SEP]


async def test_a_second_start_uses_the_model_that_is_there(
    minilm_folder: Path, models_dir: Path
) -> None:
    built = (minilm_folder / "model.onnx").stat().st_mtime_ns
    assert await minilm.ensure(models_dir) == minilm_folder
    assert (minilm_folder / "model.onnx").stat().st_mtime_ns == built


async def test_the_tokenizer_pads_no_text_and_reads_256_tokens(minilm_folder: Path) -> None:
    tokenizer = json.loads((minilm_folder / "tokenizer.json").read_text())
    config = json.loads((minilm_folder / "tokenizer_config.json").read_text())
    assert tokenizer["padding"] is None
    assert config["model_max_length"] == 256


async def test_half_a_model_left_by_a_killed_build_is_replaced(tmp_path: Path) -> None:
    partial = tmp_path / f"{minilm.FOLDER}.partial"
    partial.mkdir()
    (partial / "model.onnx").write_bytes(b"half")
    folder = await minilm.ensure(tmp_path)
    assert (folder / "model.onnx").stat().st_size > 80_000_000
    assert not partial.exists()


async def test_two_builds_at_once_leave_one_model(tmp_path: Path) -> None:
    folders = await asyncio.gather(minilm.ensure(tmp_path), minilm.ensure(tmp_path))
    assert folders[0] == folders[1]
    assert {path.name for path in folders[0].iterdir()} == {
        "model.onnx",
        "tokenizer.json",
        "tokenizer_config.json",
        *minilm.TOKENIZER_FILES,
    }


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelUnavailable, match=r"Building .+ failed"):
        await minilm.ensure(tmp_path / "file")


async def test_a_killed_parent_takes_its_build_along(tmp_path: Path) -> None:
    code = (
        "import asyncio, pathlib, sys; from app.knowledge.minilm import ensure;"
        "asyncio.run(ensure(pathlib.Path(sys.argv[1])))"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(tmp_path))
    while not (tmp_path / f"{minilm.FOLDER}.partial").exists():
        assert parent.returncode is None
        await asyncio.sleep(0.005)
    parent.kill()
    await parent.wait()
    await asyncio.sleep(4)
    assert not (tmp_path / minilm.FOLDER).exists()


async def test_the_graph_computes_what_the_paper_says(minilm_folder: Path) -> None:
    session = onnxruntime.InferenceSession(minilm_folder / "model.onnx")
    ids = np.array([HELLO_WORLD], dtype=np.int64)
    padded = np.pad(ids, ((0, 0), (0, 3)))
    mask = (padded > 0).astype(np.int64)
    inputs = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
    (hidden,) = session.run(None, inputs)
    expected = _bert(ids[0], load_file(minilm.weights_dir() / "model.safetensors"))
    np.testing.assert_allclose(hidden[0, : ids.shape[1]], expected, atol=1e-4)


def _bert(ids: Array, w: dict[str, Array], heads: int = 12) -> Array:
    """BERT in plain NumPy, without a batch or padding: a second, independent reading."""

    def linear(name: str, x: Array) -> Array:
        product: Array = x @ w[f"{name}.weight"].T
        return product + w[f"{name}.bias"]

    def norm(name: str, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        normed: Array = scaled * w[f"{name}.weight"]
        return normed + w[f"{name}.bias"]

    words = w["embeddings.word_embeddings.weight"][ids]
    places = w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(
        "embeddings.LayerNorm", words + places + w["embeddings.token_type_embeddings.weight"][0]
    )
    for layer in (f"encoder.layer.{index}" for index in range(6)):
        q, k, v = (
            linear(f"{layer}.attention.self.{part}", x).reshape(len(ids), heads, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]))
        context = (scores / scores.sum(-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(
            f"{layer}.attention.output.LayerNorm",
            linear(f"{layer}.attention.output.dense", context) + x,
        )
        y = linear(f"{layer}.intermediate.dense", x)
        gelu = y * 0.5 * (1 + np.vectorize(math.erf)(y / np.sqrt(2)))
        x = norm(f"{layer}.output.LayerNorm", linear(f"{layer}.output.dense", gelu) + x)
    return x
