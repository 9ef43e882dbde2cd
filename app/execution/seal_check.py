"""Whether an artefact still is what was installed, once for each activation of an instance."""

import asyncio

from app.catalog.repository import VersionRepository
from app.database import Database
from app.errors import SignatureInvalid
from app.plugins.instance import PluginInstance
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.seal import seal_digest
from sandbox.install.signature import SignatureState

_MOST_KNOWN = 10_000


class SealCheck:
    """Reads an artefact's files again when an instance first calls it after a change.

    Activating raises the instance's revision, so each activation is checked by whoever executes
    it: the files are there, and nowhere else.
    """

    def __init__(self, database: Database, store: ArtifactStore) -> None:
        self._store = store
        self._versions = VersionRepository(database)
        self._known: dict[tuple[str, int], None] = {}

    async def check(self, instance: PluginInstance) -> None:
        """Let pass what is unchanged; what is not is marked, so that nothing activates it.

        Raises:
            KeyError: the artefact is not on this machine.
            SignatureInvalid: a file is not the one that was installed.
        """
        known = instance.properties
        revision = (instance.id, known.settings_revision)
        if revision in self._known:
            return
        digest = known.artifact or ""
        if await asyncio.to_thread(seal_digest, self._store.path(digest)) != digest:
            await self._mark(instance)
            raise SignatureInvalid(
                "The installed files are not those that were installed.",
                "Install the plugin again, and look who writes into ONE_DATA_DIR/artifacts.",
            )
        self._remember(revision)

    def _remember(self, revision: tuple[str, int]) -> None:
        self._known[revision] = None
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]

    async def _mark(self, instance: PluginInstance) -> None:
        known = instance.properties
        await self._versions.mark_signature(
            known.plugin, known.version, SignatureState.INVALID.value
        )
