"""Running executions in isolated workers."""

import asyncio
from datetime import timedelta

from app.database import Database
from app.execution.claims import Claims
from app.execution.ending import ExecutionEnding
from app.execution.execution import Execution, ExecutionState
from app.execution.outcome import Outcome, failed, succeeded
from app.execution.preparation import NotPrepared, Preparation, Prepared
from app.execution.reporter import Reporter
from app.execution.repository import ExecutionRepository
from app.host.hosts import Hosts
from app.journal.journal import Journal
from app.packed import unpack
from app.residence.residents import Residents
from sandbox.errors import ResidentNotUp, SandboxError
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, CallResult

S = ExecutionState
_RUNNING_SEQ = 1


class ExecutionRunner:
    """Runs each execution once, and gives it exactly one end."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        preparation: Preparation,
        pool: WorkerPool,
        ending: ExecutionEnding,
        hosts: Hosts,
        residents: Residents,
    ) -> None:
        self._preparation = preparation
        self._hosts = hosts
        self.jobs = ExecutionRepository(database)
        self._journal = journal
        self._pool = pool
        self._ending = ending
        self._calls: dict[str, asyncio.Task[Outcome]] = {}
        self._residents = residents
        self._claims = Claims(self.jobs, residents)

    async def claim(self, owner: str, lease: timedelta) -> Execution | None:
        """Take a waiting execution of the group whose turn it is; it is RUNNING from here on."""
        return await self._claims.take(owner, lease)

    async def run(self, execution: Execution) -> None:
        """Call the plugin, report what it says, record how it ended."""
        try:
            await self._run(execution)
        finally:
            self._claims.end(execution.id)

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

    async def _run(self, execution: Execution) -> None:
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
        await self._ending.record(execution, outcome, seq, data, reporter.traces)

    async def _outcome(self, execution: Execution, call: "asyncio.Task[Outcome]") -> Outcome:
        if execution.cancel_requested:
            call.cancel()
        await asyncio.wait([call])
        if call.cancelled():
            return Outcome(S.CANCELLED, code="CANCELLED", message="Cancelled on request.")
        return call.result()

    async def _call(self, execution: Execution, reporter: Reporter) -> Outcome:
        try:
            prepared = await self._preparation.prepare(execution)
        except NotPrepared as refused:
            return refused.outcome
        reporter.local_secrets = prepared.local_secrets
        try:
            result = await self._dispatch(execution, prepared, reporter)
        except SandboxError as error:
            return await self._preparation.refusal(execution) or failed(error)
        return succeeded(result)

    async def _dispatch(
        self, execution: Execution, prepared: Prepared, reporter: Reporter
    ) -> CallResult:
        call, seconds = _call_of(execution), execution.timeout_ms / 1000
        host = self._hosts.of(execution)
        if not prepared.resident:
            return await self._pool.call(
                prepared.key,
                self._hosts.beginning(prepared.spec, execution),
                call,
                timeout_seconds=seconds,
                observer=reporter,
                host=host,
                account=execution.group,
            )
        resident = self._residents.find(prepared.key)
        if resident is None:
            raise ResidentNotUp(None)
        return await resident.call(call, timeout_seconds=seconds, observer=reporter, host=host)


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
