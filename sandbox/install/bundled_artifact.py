"""Adding a bundle to what was assembled, before it is stored."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sandbox.install.artifact import Artifact
from sandbox.install.bundler import bundle
from sandbox.install.seal import seal_digest

BUNDLE = Path(".one-graph/bundle.mjs")
"""Where the bundle is in an artefact. The installer removes what a package has there."""

_CODE = {".js", ".mjs", ".cjs"}
_FEWEST_FILES = 30


async def with_bundle(artifact: Artifact, left_out: Iterable[str]) -> Artifact:
    """The artefact with a bundle in it where it has enough modules and one can be made.

    Args:
        artifact: sealed, and in no store yet.
        left_out: packages that the host supplies.
    """
    if not await asyncio.to_thread(_has_many_modules, artifact.path):
        return artifact
    machine_code = (name.rpartition("@")[0] for name in artifact.native_addons)
    code = await bundle(artifact.path, artifact.entry, (*left_out, *machine_code))
    return artifact if code is None else await asyncio.to_thread(_added, artifact, code)


def _has_many_modules(folder: Path) -> bool:
    found = (path for path in folder.rglob("*.*js") if path.suffix in _CODE)
    return len(list(islice(found, _FEWEST_FILES))) == _FEWEST_FILES


def _added(artifact: Artifact, code: bytes) -> Artifact:
    content, file = artifact.path, artifact.path / BUNDLE
    content.chmod(0o755)
    file.parent.mkdir()
    file.write_bytes(code)
    file.chmod(0o444)
    file.parent.chmod(0o555)
    content.chmod(0o555)
    size, files = artifact.bytes + len(code), artifact.files + 1
    return replace(artifact, digest=seal_digest(content), bytes=size, files=files)
