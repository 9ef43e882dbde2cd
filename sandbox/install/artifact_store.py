"""Assembled plugin versions on disk, by the digest of their content."""

import asyncio
import re
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from sandbox.install.artifact import Artifact, from_json, to_json
from sandbox.install.file_system import replace_link, sync_file_system, sync_folder
from sandbox.install.staging import Staging, staging_folder, sweep_staging

_DIGEST = re.compile(r"sha256-[0-9a-f]{64}")
_CONTENT = "content"
_METADATA = "artifact.json"


class ArtifactStore:
    """Artefacts under one root folder, which several processes may share.

    ``artifacts/<digest>`` appears whole, by one rename, or not at all; ``versions`` links each
    installed ``name@version`` to its artefact; ``staging`` holds what is being assembled.
    """

    def __init__(self, root: Path) -> None:
        self._artifacts = root / "artifacts"
        self._versions = root / "versions"
        self._staging = root / "staging"
        for folder in (self._artifacts, self._versions, self._staging):
            folder.mkdir(parents=True, exist_ok=True)

    def path(self, digest: str) -> Path:
        """The folder that a worker mounts as the plugin's root.

        Raises:
            KeyError: there is no such artefact.
        """
        path = self._artifacts / digest / _CONTENT
        if _DIGEST.fullmatch(digest) is None or not path.is_dir():
            raise KeyError(digest)
        return path

    def find(self, name: str, version: str) -> Artifact | None:
        """The artefact that was installed as this version of this package."""
        return _read(self._link(name, version))

    def list(self) -> list[Artifact]:
        """Every artefact, by name and version."""
        found = (_read(folder) for folder in self._artifacts.iterdir())
        return sorted((each for each in found if each), key=lambda each: (each.name, each.version))

    def staging(self) -> AbstractAsyncContextManager[Staging]:
        """A folder to assemble an artefact in; gone at the end, whatever happens."""
        return staging_folder(self._staging)

    async def publish(self, staging: Staging, artifact: Artifact) -> Artifact:
        """Move what was assembled into the store, or drop it where the store has it already."""
        (staging.artifact / _METADATA).write_bytes(to_json(artifact))
        await asyncio.to_thread(sync_file_system, staging.folder)
        final = self._artifacts / artifact.digest
        try:
            staging.artifact.rename(final)
        except OSError:
            if not final.is_dir():
                raise
        sync_folder(self._artifacts)
        replace_link(self._link(artifact.name, artifact.version), final, staging.folder)
        return replace(artifact, path=final / _CONTENT)

    async def remove(self, digest: str) -> None:
        """Remove an artefact and every version that led to it.

        Raises:
            KeyError: there is no such artefact.
        """
        folder = self.path(digest).parent
        for link in self._versions.iterdir():
            if link.readlink().name == digest:
                link.unlink()
        async with self.staging() as staging:
            folder.rename(staging.folder / digest)

    async def sweep(self) -> None:
        """Remove what an interrupted process left, and link what it had no time to link."""
        await asyncio.to_thread(sweep_staging, self._staging)
        for link in self._versions.iterdir():
            if not link.exists():
                link.unlink()
        async with self.staging() as staging:
            for artifact in self.list():
                link = self._link(artifact.name, artifact.version)
                if not link.exists():
                    replace_link(link, artifact.path.parent, staging.folder)

    def _link(self, name: str, version: str) -> Path:
        return self._versions / f"{name.replace('/', '+')}@{version}"


def _read(folder: Path) -> Artifact | None:
    try:
        stored = (folder / _METADATA).read_bytes()
    except FileNotFoundError:
        return None
    return from_json(folder.resolve() / _CONTENT, stored)
