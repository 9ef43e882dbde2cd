"""Telling whether an artefact was changed since it was sealed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.install.seal import seal_digest
from tests.sandbox.installing import Workshop
from tests.sandbox.local_registry import LocalRegistry, serve_registry

NAMES = ("z.js", "A.js", "a/b.js", "a.js", "\ufb01.js", "\U0001f600.js", "\u00e9.js")


@pytest.fixture
def registry() -> Iterator[LocalRegistry]:
    with serve_registry() as registry:
        yield registry


@pytest.fixture
async def sealed(registry: LocalRegistry, tmp_path: Path) -> tuple[str, Path]:
    """The digest of an artefact, and a copy that may be changed."""
    registry.publish("plugin", {"index.js": "export default {}", **dict.fromkeys(NAMES, "1")})
    artifact = await Workshop(tmp_path, registry.environment).install("plugin")
    copy = tmp_path / "copy"
    shutil.copytree(artifact.path, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    return artifact.digest, copy


async def test_both_languages_agree(sealed: tuple[str, Path]) -> None:
    digest, content = sealed
    assert seal_digest(content) == digest


def _swap(content: Path) -> None:
    (content / "a.js").rename(content / "c.js")


@pytest.mark.parametrize(
    "change",
    [
        lambda content: (content / "index.js").write_text("evil"),
        lambda content: (content / "more.js").write_text(""),
        lambda content: (content / "a.js").unlink(),
        lambda content: (content / "a.js").chmod(0o755),
        lambda content: (content / "link").symlink_to("/etc"),
        _swap,
    ],
    ids=["content", "more", "less", "executable", "link", "renamed"],
)
async def test_a_change_is_seen(sealed: tuple[str, Path], change: Callable[[Path], object]) -> None:
    digest, content = sealed
    change(content)
    assert seal_digest(content) != digest
