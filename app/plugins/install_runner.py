"""Running install jobs: fetch, check, probe, and record what came of it."""

from datetime import timedelta
from typing import Any, Protocol

from app.catalog.capability import Capability, CapabilityKind
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.setting_spec import specs
from app.catalog.version import Compatibility, PluginVersion
from app.database import Database, Session
from app.errors import InvalidPluginStructure
from app.jobs.repository import DONE, WAITING
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.metrics import Metrics
from app.ontology.connection import Connection
from app.ontology.event_type import EventType
from app.ontology.repositories import ConnectionRepository, EventRepository
from app.packed import pack
from app.plugins.configuration import missing_settings
from app.plugins.install import Install
from app.plugins.install_reporter import InstallReporter
from app.plugins.instance import Failure, PluginInstance
from app.plugins.repository import InstallRepository, InstanceRepository
from app.plugins.stage import InstallStage, progress
from app.plugins.state import InstanceState
from app.record import now
from sandbox.artifact import Artifact
from sandbox.artifact_store import ArtifactStore
from sandbox.errors import SandboxError
from sandbox.install_errors import InstallFailed
from sandbox.installer import Installer
from sandbox.limits import Limits
from sandbox.probe import Capability as ProbedCapability
from sandbox.probe import ProbeReport, probe

MOST_ATTEMPTS = 3


class CapabilityIndex(Protocol):
    """Makes what a plugin can do findable."""

    async def index(self, plugin: str) -> None:
        """Put the plugin's capabilities among the searchable knowledge."""


class InstallRunner:
    """Takes each install job to ACTIVE, INSTALLED or FAILED."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        installer: Installer,
        store: ArtifactStore,
        limits: Limits,
        index: CapabilityIndex,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self.jobs = InstallRepository(database)
        self._database = database
        self._journal = journal
        self._installer = installer
        self._store = store
        self._limits = limits
        self._index = index
        self._instances = InstanceRepository(database)
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._connections = ConnectionRepository(database)
        self._events = EventRepository(database)

    async def claim(self, owner: str, lease: timedelta) -> Install | None:
        """Take the next waiting install."""
        return await self.jobs.claim(owner, lease, {})

    def wants_stop(self, job: str) -> None:
        """Installs cannot be cancelled."""

    async def run(self, install: Install) -> None:
        """Install, and record how it ended: with its instance, event and journal at once."""
        seq = await self._journal.next_seq(install.id)
        reporter = InstallReporter(self._journal, install.id, seq)
        try:
            artifact = await self._installer.install(
                install.package, install.version, reporter.fetched
            )
            await self._prepare(install, artifact, reporter)
        except InstallFailed as error:
            stage = InstallStage(error.stage.value)
            await self._fail(install, reporter, _failure(error.code, error, stage))
        except (InvalidPluginStructure, SandboxError) as error:
            failure = _failure(error.code, error, InstallStage.PROBING)
            await self._fail(install, reporter, failure)

    async def recover(self, install: Install) -> None:
        """Start an interrupted install again, a few times; nothing of it was kept."""
        seq = await self._journal.next_seq(install.id)
        reporter = InstallReporter(self._journal, install.id, seq)
        if install.attempts >= MOST_ATTEMPTS:
            failure = Failure(
                code="EXECUTOR_LOST",
                message=f"The server stopped during each of {install.attempts} attempts.",
                hint="Install it again, and look at the server's log.",
                stage=InstallStage.QUEUED,
            )
            await self._fail(install, reporter, failure)
            return
        data = progress(InstallStage.QUEUED, 0, "Waiting again: the server stopped meanwhile")

        async def wait_again(session: Session) -> Entry | None:
            change = {"queue": WAITING, "owner": None, "lease_until": None}
            if await self.jobs.release(install, change, session) is None:
                return None
            return await self._journal.write(install.id, seq, data, session=session)

        if entry := await self._database.transact(wait_again):
            self._journal.announce(entry)

    async def _prepare(
        self, install: Install, artifact: Artifact, reporter: InstallReporter
    ) -> None:
        # From here on the instance counts as a user of the artefact.
        await self._instances.reserve(install.instance, artifact.digest, artifact.version)
        version = await self._version(install, artifact)
        await reporter.tell(InstallStage.PROBING, 85, "Loading the plugin in isolation")
        if version.compatibility is None or version.artifact != artifact.digest:
            version = await self._probe(version, artifact)
        await reporter.tell(
            InstallStage.INDEXING, 95, f"Capabilities found: {len(version.capabilities)}"
        )
        await self._index.index(install.plugin)
        await self._succeed(install, version, reporter)

    async def _version(self, install: Install, artifact: Artifact) -> PluginVersion:
        found = PluginVersion(
            plugin=install.plugin,
            name=artifact.name,
            version=artifact.version,
            integrity=artifact.integrity,
            core_range=artifact.core_range,
        )
        await self._versions.add_published([found])
        return await self._versions.of(install.plugin, artifact.version) or found

    async def _probe(self, version: PluginVersion, artifact: Artifact) -> PluginVersion:
        report = await probe(artifact.path, self._limits)
        learnt = _learnt(report, artifact)

        async def write(session: Session) -> None:
            await self._versions.describe(version.plugin, version.version, learnt, session)
            if report.loaded:
                shared = {key: learnt[key] for key in ("capabilities", "settings")}
                await self._plugins.describe(version.plugin, shared, session)

        await self._database.transact(write)
        if not report.loaded:
            raise InvalidPluginStructure(
                f"{version.name} {version.version} does not load: {report.reason}",
                "Try another version, or tell the plugin's author.",
            )
        return await self._versions.of(version.plugin, version.version) or version

    async def _succeed(
        self, install: Install, version: PluginVersion, reporter: InstallReporter
    ) -> None:
        async def write(session: Session) -> Entry | None:
            if await self.jobs.release(install, {"queue": DONE}, session) is None:
                return None
            instance = await self._instances.get(install.instance, session)
            if instance is None:
                return None
            await self._activate(install, instance, version, session)
            await self._plugins.count_install(install.plugin, session)
            data = progress(InstallStage.DONE, 100, f"{version.name} {version.version} installed")
            return await self._journal.write(
                install.id, reporter.seq, data, final=True, session=session
            )

        if entry := await self._database.transact(write):
            self._journal.announce(entry)
            self._metrics.install_ended("done", _seconds(install))

    async def _activate(
        self, install: Install, instance: PluginInstance, version: PluginVersion, session: Session
    ) -> None:
        missing = missing_settings(instance.properties.settings, version.settings)
        state = InstanceState.INSTALLED if missing else InstanceState.ACTIVE
        fields: dict[str, Any] = {"whole_group": not missing, "failure": None}
        await self._instances.move(instance.id, state, session, fields)
        await self._connections.insert(_installed_in(instance), session)
        await self._connections.insert(_instance_of(instance), session)
        await self._events.record(
            session,
            EventType.PLUGIN_INSTALLED,
            target=instance.id,
            group=install.group,
            actor=install.requested_by,
            metadata={
                "plugin": version.name,
                "version": version.version,
                "state": state.value,
                "missing_settings": missing,
            },
        )

    async def _fail(self, install: Install, reporter: InstallReporter, failure: Failure) -> None:
        await self._drop_artifact(install)
        stages = (
            (InstallStage(failure.stage or InstallStage.QUEUED), failure.message),
            (InstallStage.ROLLED_BACK, "Nothing of it was kept"),
            (InstallStage.FAILED, failure.message),
        )

        async def write(session: Session) -> list[Entry]:
            if await self.jobs.release(install, {"queue": DONE}, session) is None:
                return []
            fields = {"failure": failure.model_dump(), "artifact": None}
            await self._instances.move(install.instance, InstanceState.FAILED, session, fields)
            await self._events.record(
                session,
                EventType.PLUGIN_INSTALL_FAILED,
                target=install.instance,
                group=install.group,
                actor=install.requested_by,
                metadata={"plugin": install.package, **failure.model_dump()},
            )
            return [
                await self._journal.write(
                    install.id,
                    reporter.seq + position,
                    progress(stage, reporter.percent, message, failure),
                    final=stage is InstallStage.FAILED,
                    session=session,
                )
                for position, (stage, message) in enumerate(stages)
            ]

        for entry in await self._database.transact(write):
            self._journal.announce(entry)
        self._metrics.install_ended(failure.code, _seconds(install))

    async def _drop_artifact(self, install: Install) -> None:
        digest = await self._instances.unreserve(install.instance)
        if digest and await self._instances.artifact_users(digest) == 0:
            await self._versions.forget_artifact(digest)
            await self._store.remove(digest)


def _seconds(install: Install) -> float:
    return (now() - install.created_at).total_seconds()


def _failure(
    code: str, error: InstallFailed | InvalidPluginStructure | SandboxError, stage: InstallStage
) -> Failure:
    return Failure(code=str(code), message=error.message, hint=error.hint or None, stage=stage)


def _learnt(report: ProbeReport, artifact: Artifact) -> dict[str, Any]:
    found = {*artifact.read_settings, *report.observed_settings}
    compatibility = Compatibility(
        loaded=report.loaded,
        repairs=[*artifact.repairs, *report.repairs],
        reason=report.reason,
        probed_at=now(),
    )
    return {
        "capabilities": [_capability(item).model_dump() for item in report.capabilities],
        "settings": [spec.model_dump() for spec in specs(artifact.declared_settings, found)],
        "compatibility": compatibility.model_dump(),
        "artifact": artifact.digest,
    }


def _capability(found: ProbedCapability) -> Capability:
    return Capability(
        kind=CapabilityKind(found.kind),
        name=found.name,
        description=found.description or None,
        similes=found.similes,
        examples=None if found.examples is None else pack(found.examples),
        parameters=None if found.parameters is None else pack(found.parameters),
        methods=found.methods,
    )


def _installed_in(instance: PluginInstance) -> Connection:
    return Connection(
        type="plugin_installed_in",
        source=instance.id,
        target=str(instance.group),
        group=instance.group,
        valid_from=now(),
    )


def _instance_of(instance: PluginInstance) -> Connection:
    return Connection(
        type="part_of",
        source=instance.id,
        target=instance.properties.plugin,
        group=instance.group,
        valid_from=now(),
    )
