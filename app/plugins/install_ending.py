"""Recording how an installation ended."""

from collections.abc import Sequence
from typing import Any

from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database, Session
from app.jobs.repository import DONE
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.metrics import Metrics
from app.ontology.connection import Connection
from app.ontology.event_type import EventType
from app.ontology.repositories import ConnectionRepository, EventRepository
from app.plugins.configuration import invalid_settings, missing_settings
from app.plugins.install import Install
from app.plugins.install_reporter import InstallReporter
from app.plugins.instance import Failure, PluginInstance
from app.plugins.repository import InstallRepository, InstanceRepository
from app.plugins.stage import InstallStage, progress
from app.plugins.state import InstanceState
from app.record import now
from sandbox.install.artifact_store import ArtifactStore


class InstallEnding:
    """The job, its instance, the event and the journal end in one transaction."""

    def __init__(
        self, database: Database, journal: Journal, store: ArtifactStore, metrics: Metrics
    ) -> None:
        self._database = database
        self._journal = journal
        self._store = store
        self._metrics = metrics
        self._jobs = InstallRepository(database)
        self._instances = InstanceRepository(database)
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._connections = ConnectionRepository(database)
        self._events = EventRepository(database)

    async def succeed(
        self,
        install: Install,
        version: PluginVersion,
        reporter: InstallReporter,
        asks: Sequence[str] = (),
    ) -> None:
        """The instance is ACTIVE or, where settings are missing or do not fit, or findings have to
        be accepted, INSTALLED.
        """

        async def write(session: Session) -> Entry | None:
            if await self._jobs.release(install, {"queue": DONE}, session) is None:
                return None
            instance = await self._instances.get(install.instance, session)
            if instance is None:
                return None
            await self._activate(install, instance, version, asks, session)
            await self._plugins.count_install(install.plugin, session)
            data = progress(InstallStage.DONE, 100, f"{version.name} {version.version} installed")
            return await self._journal.write(
                install.id, reporter.seq, data, final=True, session=session
            )

        if entry := await self._database.transact(write):
            self._journal.announce(entry)
            self._metrics.install_ended("done", _seconds(install))

    async def _activate(
        self,
        install: Install,
        instance: PluginInstance,
        version: PluginVersion,
        asks: Sequence[str],
        session: Session,
    ) -> None:
        known = instance.properties
        missing = missing_settings(known.settings, version.settings, known.secret_keys)
        invalid = invalid_settings(known.settings, version.settings)
        waits = bool(missing or invalid or asks)
        state = InstanceState.INSTALLED if waits else InstanceState.ACTIVE
        fields: dict[str, Any] = {
            "whole_group": not waits,
            "failure": None,
            "asks": list(asks),
        }
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
                "invalid_settings": [problem.key for problem in invalid],
                "asks": list(asks),
            },
        )

    async def fail(self, install: Install, reporter: InstallReporter, failure: Failure) -> None:
        """The instance is FAILED and says why; an artefact that nobody else uses is removed."""
        await self._drop_artifact(install)
        stages = (
            (InstallStage(failure.stage or InstallStage.QUEUED), failure.message),
            (InstallStage.ROLLED_BACK, "Nothing of it was kept"),
            (InstallStage.FAILED, failure.message),
        )

        async def write(session: Session) -> list[Entry]:
            if await self._jobs.release(install, {"queue": DONE}, session) is None:
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
