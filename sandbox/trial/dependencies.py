"""Getting what a plugin depends on, where it does not bring it along."""

import asyncio
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

from sandbox.errors import InvalidPlugin
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.errors import InstallFailed
from sandbox.install.installer import HOST_SUPPLIES, Installer
from sandbox.install.limits import InstallLimits
from sandbox.install.progress import Progress
from sandbox.install.upload import Upload, integrity_of
from sandbox.uploads.errors import UploadRefused
from sandbox.uploads.reader import read_upload
from sandbox.uploads.signer import SIGNATURE_FILE

_LEFT_OUT = {"package/node_modules", f"package/{SIGNATURE_FILE}"}


def lacks_dependencies(content: Path) -> bool:
    """Whether a plugin's manifest names packages that are not in its ``node_modules``."""
    try:
        manifest = json.loads((content / "package.json").read_bytes())
        names = dict(manifest.get("dependencies") or {})
    except (ValueError, AttributeError, TypeError):
        return False  # whoever loads it says what is wrong
    wanted = set(names) - set(HOST_SUPPLIES)
    return any(not (content / "node_modules" / name).is_dir() for name in wanted)


async def install_dependencies(
    content: Path, scratch: Path, cache: Path, say: Callable[[str], None]
) -> Path:
    """Install a plugin as from an upload, and give the folder of the artefact.

    Args:
        content: the plugin's files.
        scratch: an empty folder for what is made on the way, the artefact too.
        cache: npm's cache.
        say: is told of each step.

    Raises:
        InvalidPlugin: it cannot be installed; the message says why.
    """
    package = scratch / "package.tgz"
    await asyncio.to_thread(_pack, content, package)
    installer = Installer(ArtifactStore(scratch / "store"), cache)

    async def tell(step: Progress) -> None:
        say(f"Installing what it depends on: {step.message}")

    try:
        found = await read_upload(package, {}, InstallLimits())
        upload = Upload(package, await asyncio.to_thread(integrity_of, package), found.signature)
        version = found.manifest.version
        return (await installer.install(found.name, version, tell, upload)).path
    except (UploadRefused, InstallFailed) as error:
        raise InvalidPlugin(f"What it depends on cannot be installed: {error}") from error


def _pack(content: Path, package: Path) -> None:
    def kept(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        return None if entry.name in _LEFT_OUT else entry

    with tarfile.open(package, "w:gz") as archive:
        archive.add(content, "package", filter=kept)
