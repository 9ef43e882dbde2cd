"""Running executions in isolated workers."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.catalog.repository import VersionRepository
from app.database import Database, Session
from app.execution.execution import Execution, ExecutionState
from app.execution.reporter import Reporter
from app.execution.repository import ExecutionRepository
from app.jobs.repository import DONE
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.metrics import Metrics
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository, GroupRepository, ThingRepository
from app.packed import pack, unpack
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.record import now
from sandbox.artifact_store import ArtifactStore
from sandbox.call import Call, CallKind, CallResult, WorkerSpec
from sandbox.errors import CallFailed, CallTimedOut, SandboxError
from sandbox.pool import WorkerPool

S = ExecutionState
_RUNNING_SEQ = 1
_MAX_STORED = 15 * (1 << 20)
_MAX_TEXT = 8_192


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended."""

    state: ExecutionState
    result: CallResult | None = None
    code: str = ""
    message: str = ""
    stack: str | None = None

    @property
    def error(self) -> dict[str, Any] | None:
        """The error as it is stored, bounded; None when there is none."""
        if self.state is S.SUCCEEDED:
            return None
        stack = self.stack[:_MAX_TEXT] if self.stack else None
        return {"code": self.code, "message": self.message[:_MAX_TEXT], "stack": stack}


class ExecutionRunner:
    """Runs each execution once, and gives it exactly one end."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        store: ArtifactStore,
        pool: WorkerPool,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self.jobs = ExecutionRepository(database)
        self._database = database
        self._journal = journal
        self._store = store
        self._pool = pool
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._things = ThingRepository(database)
        self._groups = GroupRepository(database)
        self._events = EventRepository(database)
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
        await self._finish(execution, outcome, seq, data)

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
        await self._finish(execution, lost, seq, {"state": lost.state.value, "logs": []})

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
            return _failed(error)
        return _succeeded(result)

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

    async def _finish(
        self, execution: Execution, outcome: Outcome, seq: int, data: dict[str, Any]
    ) -> None:
        change = _change(execution, outcome)

        async def write(session: Session) -> Entry | None:
            if await self.jobs.release(execution, change, session) is None:
                return None
            await self._record(execution, outcome, change["duration_ms"], session)
            return await self._journal.write(execution.id, seq, data, final=True, session=session)

        if entry := await self._database.transact(write):
            self._journal.announce(entry)
            seconds = (change["duration_ms"] or 0) / 1000
            self._metrics.execution_ended(outcome.state.value, seconds)

    async def _record(
        self, execution: Execution, outcome: Outcome, duration: float | None, session: Session
    ) -> None:
        await self._events.record(
            session,
            _EVENTS.get(outcome.state, EventType.PLUGIN_ERROR_OCCURRED),
            target=execution.id,
            group=execution.group,
            actor=execution.requested_by,
            metadata={
                "instance": execution.instance,
                "kind": execution.capability,
                "name": execution.name,
                "method": execution.method,
                "state": outcome.state.value,
                "code": outcome.code or None,
                "duration_ms": duration,
            },
        )


_EVENTS = {
    S.SUCCEEDED: EventType.PLUGIN_ACTION_EXECUTED,
    S.CANCELLED: EventType.EXECUTION_CANCELLED,
}


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


def _succeeded(result: CallResult) -> Outcome:
    if len(pack([result.result, result.callbacks])) > _MAX_STORED:
        return Outcome(
            S.FAILED,
            code="RESULT_TOO_LARGE",
            message=f"The result and callbacks take more than {_MAX_STORED} bytes together.",
        )
    return Outcome(S.SUCCEEDED, result)


def _failed(error: SandboxError) -> Outcome:
    state = S.TIMED_OUT if isinstance(error, CallTimedOut) else S.FAILED
    stack = error.stack if isinstance(error, CallFailed) else None
    return Outcome(state, code=error.code, message=error.message, stack=stack)


def _change(execution: Execution, outcome: Outcome) -> dict[str, Any]:
    moment = now()
    result = outcome.result
    started = execution.started_at
    elapsed = (moment - started).total_seconds() * 1000 if started else None
    return {
        "queue": DONE,
        "state": outcome.state.value,
        "input": None,
        "result": pack(result.result) if result else None,
        "callbacks": pack(result.callbacks) if result else None,
        "error": outcome.error,
        "finished_at": moment,
        "updated_at": moment,
        "duration_ms": result.duration_ms if result else elapsed,
        "peak_memory_bytes": result.peak_memory_bytes if result else None,
    }
