"""One real model, built once a session."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.knowledge.embedder import Embedder
from app.knowledge.minilm import ensure


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
async def minilm_folder(models_dir: Path) -> Path:
    return await ensure(models_dir)


@pytest.fixture(scope="session")
async def embedder(models_dir: Path) -> AsyncIterator[Embedder]:
    embedder = Embedder("all-MiniLM-L6-v2", models_dir)
    await embedder.prepare()
    yield embedder
    await embedder.close()
