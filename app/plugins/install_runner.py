"""Running install jobs: fetch, check, probe, and record what came of it."""

from datetime import timedelta
from typing import Protocol

from app.database import Database, Session
from app.errors import (
    InvalidPluginStructure,
    OneGraphError,
    PolicyBlocked,
    ReleaseTooNew,
    SignatureInvalid,
    VersionRevoked,
)
from app.jobs.repository import WAITING
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.ontology.repositories import GroupRepository
from app.plugins.install import Install
from app.plugins.install_ending import InstallEnding
from app.plugins.install_reporter import InstallReporter
from app.plugins.instance import Failure
from app.plugins.repository import InstallRepository, InstanceRepository
from app.plugins.stage import InstallStage, progress
from app.plugins.version_prober import VersionProber
from app.security.judgement import check_policy
from app.uploads.signature_check import SignatureCheck
from app.uploads.source import UploadSource
from sandbox.errors import SandboxError
from sandbox.install.artifact import Artifact
from sandbox.install.errors import InstallFailed
from sandbox.install.installer import Installer

MOST_ATTEMPTS = 3


class CapabilityIndex(Protocol):
    """Makes what a plugin can do findable."""

    async def index(self, plugin: str) -> None:
        """Put the plugin's capabilities among the searchable knowledge."""


_REFUSALS = (
    InvalidPluginStructure,
    PolicyBlocked,
    ReleaseTooNew,
    SignatureInvalid,
    VersionRevoked,
)


class InstallRunner:
    """Takes each install job to ACTIVE, INSTALLED or FAILED."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        installer: Installer,
        prober: VersionProber,
        ending: InstallEnding,
        index: CapabilityIndex,
    ) -> None:
        self.jobs = InstallRepository(database)
        self._database = database
        self._journal = journal
        self._installer = installer
        self._prober = prober
        self._ending = ending
        self._index = index
        self._instances = InstanceRepository(database)
        self._groups = GroupRepository(database)
        self._uploads = UploadSource(database)
        self._signatures = SignatureCheck(database)

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
            async with self._uploads.of(install.plugin, install.version) as upload:
                artifact = await self._installer.install(
                    install.package, install.version, reporter.fetched, upload
                )
            await self._prepare(install, artifact, reporter)
        except InstallFailed as error:
            stage = InstallStage(error.stage.value)
            await self._ending.fail(install, reporter, _failure(error.code, error, stage))
        except (*_REFUSALS, SandboxError) as error:
            failure = _failure(error.code, error, InstallStage.PROBING)
            await self._ending.fail(install, reporter, failure)

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
            await self._ending.fail(install, reporter, failure)
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
        await reporter.tell(InstallStage.PROBING, 85, "Loading the plugin in isolation")
        version = await self._prober.learn(install.plugin, artifact)
        await self._signatures.check(version)
        group = await self._groups.get(install.group)
        asks = check_policy(group.plugin_policy, version) if group else []
        await reporter.tell(
            InstallStage.INDEXING, 95, f"Capabilities found: {len(version.capabilities)}"
        )
        await self._index.index(install.plugin)
        await self._ending.succeed(install, version, reporter, asks)


def _failure(
    code: str, error: InstallFailed | OneGraphError | SandboxError, stage: InstallStage
) -> Failure:
    return Failure(code=str(code), message=error.message, hint=error.hint or None, stage=stage)
