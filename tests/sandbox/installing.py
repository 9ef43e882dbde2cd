"""What the tests of the installer share."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sandbox.install.artifact import Artifact
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.errors import InstallFailed
from sandbox.install.installer import Installer
from sandbox.install.limits import InstallLimits
from sandbox.install.progress import Progress


class Workshop:
    """An installer with a store of its own, and everything it was told."""

    def __init__(
        self,
        root: Path,
        environment: Mapping[str, str] | None = None,
        limits: InstallLimits | None = None,
    ) -> None:
        self.folder = root / "store"
        self.store = ArtifactStore(self.folder)
        self.installer = Installer(self.store, root / "npm-cache", limits, environment)
        self.steps: list[Progress] = []

    async def install(self, name: str, version: str | None = None) -> Artifact:
        return await self.installer.install(name, version, self._note)

    async def fail(self, name: str, version: str | None = None) -> InstallFailed:
        """The failure of an installation, which must leave nothing behind."""
        with pytest.raises(InstallFailed) as failure:
            await self.install(name, version)
        assert leftovers(self.folder) == []
        return failure.value

    async def _note(self, step: Progress) -> None:
        self.steps.append(step)


def leftovers(store: Path) -> list[Path]:
    """Everything in a store that is neither an artefact nor a version of one."""
    known = {artifact.digest for artifact in ArtifactStore(store).list()}
    return [
        *(each for each in (store / "artifacts").iterdir() if each.name not in known),
        *(store / "staging").iterdir(),
        *(link for link in (store / "versions").iterdir() if not link.exists()),
    ]


def modules_of(artifact: Artifact) -> set[str]:
    """Every package below ``node_modules``, wherever it lies."""
    manifests = artifact.path.glob("**/node_modules/**/package.json")
    folders = (path.parent.as_posix().rpartition("node_modules/")[2] for path in manifests)
    return {folder for folder in folders if folder.count("/") <= folder.startswith("@")}
