"""Running executions in isolated workers."""

import asyncio
from datetime import timedelta

from app.database import Database
from app.execution.ending import ExecutionEnding
from app.execution.execution import Execution, ExecutionState
from app.execution.outcome import Outcome, failed, succeeded
from app.execution.reporter import Reporter
from app.execution.repository import ExecutionRepository
from app.journal.journal import Journal
from app.ontology.repositories import GroupRepository, ThingRepository
from app.packed import unpack
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.record import now
from sandbox.errors import SandboxError
from sandbox.install.artifact_store import ArtifactStore
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, WorkerSpec

S = ExecutionState
_RUNNING_SEQ = 1


class ExecutionRunner:
    """Runs each execution once, and gives it exactly one end."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        store: ArtifactStore,
        pool: WorkerPool,
        ending: ExecutionEnding,
    ) -> None:
        self.jobs = ExecutionRepository(database)
        self._journal = journal
        self._store = store
        self._pool = pool
        self._instances = InstanceRepository(database)
        self._things = ThingRepository(database)
        self._groups = GroupRepository(database)
        self._ending = ending
        self._calls: dict[str, asyncio.Task[Outcome]] = {}

    async def claim(self, owner: str, lease: timedelta) -> Execution | None:
        """Take the next waiting execution; it is RUNNING from here on."""
        return await self.jobs.claim(owner, lease, {"state": S.RUNNING.value, "started_at": now()})

    async def run(self, execution: Execution) -> None:
        """Call the plugin, report what it says, record how it ended."""
        reporter = Reporter(self._journal, execution.id, _RUNNING_SEQ)
        reporting = asyncio.create_task(reporter.run(S.RUNNING.value))
        call = asyncio.create_task(self._call(execution, reporter))
        self._calls[execution.id] = call
        try:
            outcome = await self._outcome(execution, call)
        finally:
            call.cancel()
            del self._calls[execution.id]
            await reporter.stop(reporting)
        seq, data = await reporter.last(S.RUNNING.value, outcome.state.value)
        await self._ending.record(execution, outcome, seq, data)

    def wants_stop(self, job: str) -> None:
        """Cancel the call of an execution if it runs here; its worker dies."""
        if call := self._calls.get(job):
            call.cancel()

    async def recover(self, execution: Execution) -> None:
        """End an execution whose executor vanished; it is never run again by itself."""
        lost = Outcome(
            S.FAILED,
            code="EXECUTOR_LOST",
            message="The server that ran this stopped before it ended; it may have had effects.",
        )
        seq = await self._journal.next_seq(execution.id)
        await self._ending.record(execution, lost, seq, {"state": lost.state.value, "logs": []})

    async def _outcome(self, execution: Execution, call: "asyncio.Task[Outcome]") -> Outcome:
        if execution.cancel_requested:
            call.cancel()
        await asyncio.wait([call])
        if call.cancelled():
            return Outcome(S.CANCELLED, code="CANCELLED", message="Cancelled on request.")
        return call.result()

    async def _call(self, execution: Execution, reporter: Reporter) -> Outcome:
        actor = self._actor_name(execution)
        instance, name = await asyncio.gather(self._instances.get(execution.instance), actor)
        if instance is None or instance.properties.state is not InstanceState.ACTIVE:
            return Outcome(
                S.REJECTED, code="INSTANCE_NOT_ACTIVE", message="The instance is no longer active."
            )
        spec = self._spec(instance, execution, name or instance.name)
        if spec is None:
            return Outcome(
                S.FAILED,
                code="ARTIFACT_MISSING",
                message="The installed files are not on this machine; install the plugin again.",
            )
        try:
            result = await self._pool.call(
                _worker_key(instance, execution),
                spec,
                _call_of(execution),
                timeout_seconds=execution.timeout_ms / 1000,
                observer=reporter,
            )
        except SandboxError as error:
            return failed(error)
        return succeeded(result)

    async def _actor_name(self, execution: Execution) -> str | None:
        """The name of the agent, or of the group where no agent is named."""
        agent = execution.agent
        actor = await (self._things.get(agent) if agent else self._groups.get(execution.group))
        return actor.name if actor else None

    def _spec(self, instance: PluginInstance, execution: Execution, name: str) -> WorkerSpec | None:
        try:
            path = self._store.path(instance.properties.artifact or "")
        except KeyError:
            return None
        actor = execution.agent or execution.group
        return WorkerSpec(path, instance.properties.settings, actor, name)


def _worker_key(instance: PluginInstance, execution: Execution) -> str:
    revision = instance.properties.settings_revision
    return f"{instance.id}/{revision}/{execution.agent or ''}"


def _call_of(execution: Execution) -> Call:
    given = unpack(execution.input) or {}
    return Call(
        kind=CallKind(execution.capability),
        name=execution.name,
        method=execution.method,
        params=given.get("params"),
        args=given.get("args"),
        text=given.get("text"),
    )
