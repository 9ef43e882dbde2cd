"""Texts as vectors of a sentence-embedding model."""

import asyncio
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from fastembed import TextEmbedding
from numpy.typing import NDArray

from app.knowledge import minilm, sentence_model
from app.knowledge.errors import ModelUnavailable

PASSAGES_AT_ONCE = 4  # larger batches are no faster on a CPU and waste more on padding
MAX_QUERY_CHARACTERS = 2_000  # the models read a few hundred tokens
IDLE_PRIORITY = 19


class Embedder:
    """Embeds queries at once and passages in what time the processors have left.

    Both share one session whose calls each run on their caller's thread alone, so that they need
    no lock: query threads have the usual priority, passage threads the lowest.
    """

    def __init__(self, model: str, models_dir: Path) -> None:
        """Choose a model (see ``sentence_model.find``); ``models_dir`` keeps what is built.

        Raises:
            ModelUnavailable: there is no such model.
        """
        self._model = sentence_model.find(model)
        self._models_dir = models_dir
        self._session: TextEmbedding | None = None
        self._preparing = asyncio.Lock()
        cores = os.cpu_count() or 1
        self._queries = ThreadPoolExecutor(cores, "embed-query")
        self._passages = ThreadPoolExecutor(cores, "embed-passages", _yield_to_others)

    @property
    def name(self) -> str:
        """The model's short name, for instance ``all-MiniLM-L6-v2``."""
        return self._model.short_name

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._model.dimension

    async def prepare(self) -> None:
        """Build or download the model when it is new here, and load it (about 0.2 s).

        Raises:
            ModelUnavailable: it cannot be had; the hint says what mends it.
        """
        await self._prepared()

    async def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of what somebody searches for, of length 1.

        Raises:
            ModelUnavailable: as ``prepare``.
        """
        session = await self._prepared()
        query = text[:MAX_QUERY_CHARACTERS]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._queries, _embed_query, session, query)

    async def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 a text, in the order given.

        Raises:
            ModelUnavailable: as ``prepare``.
        """
        session = await self._prepared()
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        loop = asyncio.get_running_loop()

        async def embed(places: Sequence[int]) -> None:
            batch = [texts[place] for place in places]
            embedded = loop.run_in_executor(self._passages, _embed_passages, session, batch)
            vectors[places] = await embedded

        await asyncio.gather(*(embed(places) for places in _batches_of_like_length(texts)))
        return vectors

    async def close(self) -> None:
        """End the threads; passages that were not begun are dropped."""
        for executor in (self._queries, self._passages):
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)

    async def _prepared(self) -> TextEmbedding:
        async with self._preparing:
            if self._session is None:
                self._session = await self._load()
            return self._session

    async def _load(self) -> TextEmbedding:
        folder = self._model.folder
        if self._model.is_packaged:
            folder = await minilm.ensure(self._models_dir)
        # Its own threads would have the usual priority, and it warns after every fork.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._queries, self._open_session, folder)
        except Exception as error:  # onnxruntime's own errors share no base
            raise ModelUnavailable(
                f"The embedding model {self._model.name} cannot be loaded: {error}", _mend(folder)
            ) from error

    def _open_session(self, folder: Path | None) -> TextEmbedding:
        return TextEmbedding(
            self._model.name,
            cache_dir=str(self._models_dir),
            threads=1,
            specific_model_path=str(folder) if folder else None,
        )


def _mend(folder: Path | None) -> str:
    if folder is None:
        return f"It has to be downloaded; use {minilm.NAME} where that is not possible."
    return f"Remove {folder} and start again, or name another model."


def _yield_to_others() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), IDLE_PRIORITY)


def _batches_of_like_length(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts, longest first: a batch is padded to its longest text."""
    places = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
    starts = range(0, len(places), PASSAGES_AT_ONCE)
    return [places[start : start + PASSAGES_AT_ONCE] for start in starts]


def _embed_query(session: TextEmbedding, query: str) -> NDArray[np.float32]:
    return np.asarray(next(iter(session.query_embed(query))), dtype=np.float32)


def _embed_passages(session: TextEmbedding, batch: Sequence[str]) -> NDArray[np.float32]:
    return np.asarray(list(session.passage_embed(batch)), dtype=np.float32)
