"""Which embedding model a setting means."""

import json
from dataclasses import dataclass
from pathlib import Path

from fastembed import TextEmbedding
from fastembed.common.model_description import ModelSource, PoolingType

from app.knowledge import minilm
from app.knowledge.errors import ModelUnavailable


@dataclass(frozen=True)
class SentenceModel:
    """A model by the name fastembed knows it by; without a ``folder`` fastembed downloads it."""

    name: str
    dimension: int
    folder: Path | None = None

    @property
    def is_packaged(self) -> bool:
        """Whether it is the one whose weights are installed with this server."""
        return self.name == minilm.NAME and self.folder is None

    @property
    def short_name(self) -> str:
        """The name without its organisation or folders."""
        return self.name.rsplit("/", 1)[-1]


def find(model: str) -> SentenceModel:
    """The model that is meant by a short or full name, or by a folder that holds it.

    A folder holds ``model.onnx``, ``config.json`` and the tokenizer of a model that takes the
    mean of its tokens' vectors, as sentence-transformers do.

    Raises:
        ModelUnavailable: there is no such model.
    """
    if model in (minilm.NAME, minilm.NAME.rsplit("/", 1)[-1]):
        return SentenceModel(minilm.NAME, minilm.DIMENSION)
    if Path(model).is_dir():
        return _in_folder(Path(model).resolve())
    try:
        return SentenceModel(model, TextEmbedding.get_embedding_size(model))
    except ValueError as error:
        raise ModelUnavailable(
            f"The embedding model {model!r} is neither a folder nor a name that fastembed knows.",
            f"Set ONE_EMBEDDING_MODEL to {minilm.NAME}, which needs no download.",
        ) from error


def _in_folder(folder: Path) -> SentenceModel:
    name = str(folder)
    try:
        dimension = int(json.loads((folder / "config.json").read_text())["hidden_size"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"{folder} holds no embedding model: its config.json gives no hidden_size.",
            "Name a folder with model.onnx, config.json and the tokenizer's files.",
        ) from error
    if all(known["model"] != name for known in TextEmbedding.list_supported_models()):
        TextEmbedding.add_custom_model(
            name, PoolingType.MEAN, True, ModelSource(url=name), dimension, "model.onnx"
        )
    return SentenceModel(name, dimension, folder)
