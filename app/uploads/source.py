"""Where an executor gets uploaded packages from."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.catalog.repository import VersionRepository
from app.database import Database
from app.uploads.tarball_repository import TarballRepository
from sandbox.install.signature import Signature, SignatureState
from sandbox.install.upload import Upload


class UploadSource:
    """Hands an uploaded version's tarball to the installer."""

    def __init__(self, database: Database) -> None:
        self._versions = VersionRepository(database)
        self._tarballs = TarballRepository(database)

    @asynccontextmanager
    async def of(self, plugin: str, version: str | None) -> AsyncIterator[Upload | None]:
        """The upload behind a version, in a file until the end; None: it is the registry's."""
        found = await self._versions.brief(plugin, version or "")
        if found is None or found.tarball is None or found.signature is None:
            yield None
            return
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp))
        try:
            file = folder / "package.tgz"
            await self._tarballs.fetch(found.tarball, file)
            known = found.signature
            signature = Signature(
                SignatureState(known.state), known.signer, SignatureState(known.provenance)
            )
            yield Upload(file, found.integrity or "", signature)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder)
