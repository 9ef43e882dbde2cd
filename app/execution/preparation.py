"""What an execution needs before its plugin can be called."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from app.catalog.repository import VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database
from app.errors import SecretUnreadable, SignatureInvalid
from app.execution.character import character_of
from app.execution.execution import Execution, ExecutionState
from app.execution.grants import GrantsBuilder
from app.execution.outcome import Outcome
from app.execution.seal_check import SealCheck
from app.ontology.repositories import GroupRepository, ThingRepository
from app.ontology.thing import Thing
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from sandbox.grants.grants import Grants
from sandbox.install.artifact_store import ArtifactStore
from sandbox.limits import MEBIBYTE
from sandbox.worker.call import WorkerSpec


class NotPrepared(Exception):
    """The plugin cannot be called; ``outcome`` is how the execution ends."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.message)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Prepared:
    """A worker's spec, the key that tells it from others, and whether it is one that stays up."""

    key: str
    spec: WorkerSpec
    resident: bool

    @property
    def local_secrets(self) -> list[str]:
        """Keys of secrets whose values the worker gets."""
        return [secret.key for secret in self.spec.grants.secrets if not secret.hosts]


class Preparation:
    """Reads what an execution needs, anew for each: what changed since it was queued counts."""

    def __init__(self, database: Database, store: ArtifactStore, grants: GrantsBuilder) -> None:
        self._store = store
        self._grants = grants
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._things = ThingRepository(database)
        self._groups = GroupRepository(database)
        self._seals = SealCheck(database, store)

    async def prepare(self, execution: Execution) -> Prepared:
        """Give what a worker is started with.

        Raises:
            NotPrepared: the instance is not active, its version was revoked, its files are not
                here or were changed, or its secrets cannot be read.
        """
        instance = await self._instances.get(execution.instance)
        if instance is None or instance.properties.state is not InstanceState.ACTIVE:
            raise _rejected(code="INSTANCE_NOT_ACTIVE", message="The instance is no longer active.")
        return await self.of_instance(instance, execution.agent)

    async def of_instance(self, instance: PluginInstance, agent: str | None) -> Prepared:
        """Give what a worker of an instance is started with, for an agent or for the group.

        Raises:
            NotPrepared: as above.
        """
        group, acting, grants, path, version = await asyncio.gather(
            self._groups.get(str(instance.group)),
            self._agent(agent),
            self._granted(instance),
            self._artifact(instance),
            self._checked_version(instance),
        )
        properties = instance.properties
        alone = properties.one_shot or bool(group and group.plugin_policy.one_shot)
        if alone and properties.resident:
            raise _rejected(
                code="POLICY_BLOCKED",
                message="The group's policy runs each call alone, and nothing stays up.",
            )
        spec = WorkerSpec(
            path,
            properties.settings,
            agent or str(instance.group),
            acting.name if acting else (group.name if group else instance.name),
            grants,
            alone,
            character_of(acting.properties) if acting else {},
            memory_bytes=properties.memory_mb and properties.memory_mb * MEBIBYTE,
            bundled=_is_bundled(version, properties.artifact),
        )
        revision = f"{acting.id}@{acting.updated_at.timestamp()}" if acting else ""
        key = f"{instance.id}/{properties.settings_revision}/{revision}"
        return Prepared(key, spec, properties.resident and agent == properties.main_agent)

    async def refusal(self, execution: Execution) -> Outcome | None:
        """Say whether a call failed because its version was revoked meanwhile."""
        instance = await self._instances.get(execution.instance)
        try:
            if instance is not None:
                await self._checked_version(instance)
        except NotPrepared as refused:
            return refused.outcome
        return None

    async def _artifact(self, instance: PluginInstance) -> Path:
        try:
            await self._seals.check(instance)
            return self._store.path(instance.properties.artifact or "")
        except SignatureInvalid as error:
            raise _failed(code=error.code, message=error.message) from None
        except KeyError:
            raise _failed(
                code="ARTIFACT_MISSING",
                message="The installed files are not on this machine; install the plugin again.",
            ) from None

    async def _granted(self, instance: PluginInstance) -> Grants:
        try:
            return await self._grants.of(instance)
        except SecretUnreadable as error:
            raise _failed(code=error.code, message=error.message) from error

    async def _checked_version(self, instance: PluginInstance) -> PluginVersion | None:
        known = instance.properties
        version = await self._versions.brief(known.plugin, known.version)
        if version is not None and version.revoked:
            raise _rejected(
                code="VERSION_REVOKED",
                message=f"Version {version.version} was revoked: {version.revoked}",
            )
        return version

    async def _agent(self, agent: str | None) -> Thing | None:
        return await self._things.get(agent) if agent else None


def _is_bundled(version: PluginVersion | None, artifact: str | None) -> bool:
    """Whether the bundle is imported; that was learnt of one artefact."""
    probed = version.compatibility if version else None
    return bool(version and probed and probed.bundled and version.artifact == artifact)


def _rejected(*, code: str, message: str) -> NotPrepared:
    return NotPrepared(Outcome(ExecutionState.REJECTED, code=code, message=message))


def _failed(*, code: str, message: str) -> NotPrepared:
    return NotPrepared(Outcome(ExecutionState.FAILED, code=code, message=message))
