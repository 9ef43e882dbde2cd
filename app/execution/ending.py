"""Recording how an execution ended."""

from collections.abc import Callable
from typing import Any

from app.database import Database, Session
from app.execution.execution import Execution, ExecutionState
from app.execution.outcome import Outcome
from app.execution.provider_cache import ProviderCache
from app.execution.repository import ExecutionRepository
from app.execution.score import scores
from app.execution.traces import NOTHING, TraceRecorder, Traces
from app.jobs.repository import DONE
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.metrics import Metrics
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.packed import pack
from app.record import now

_EVENTS = {
    ExecutionState.SUCCEEDED: EventType.PLUGIN_ACTION_EXECUTED,
    ExecutionState.CANCELLED: EventType.EXECUTION_CANCELLED,
}


class ExecutionEnding:
    """The execution, its event and its journal end in one transaction.

    Args:
        wake: has new knowledge embedded at once.
    """

    def __init__(
        self,
        database: Database,
        journal: Journal,
        metrics: Metrics,
        wake: Callable[[], None],
    ) -> None:
        self._wake = wake
        self._cache = ProviderCache(database)
        self._database = database
        self._journal = journal
        self._metrics = metrics
        self._executions = ExecutionRepository(database)
        self._events = EventRepository(database)
        self._traces = TraceRecorder(database)

    async def record(
        self,
        execution: Execution,
        outcome: Outcome,
        seq: int,
        data: dict[str, Any],
        traces: Traces = NOTHING,
    ) -> None:
        """End an execution, unless somebody else holds it by now; ``data`` is its last entry."""
        change = _change(execution, outcome)

        async def write(session: Session) -> Entry | None:
            if await self._executions.release(execution, change, session) is None:
                return None
            await self._traces.record(execution, traces, session)
            if outcome.state is ExecutionState.SUCCEEDED and outcome.result:
                await self._cache.keep(execution, outcome.result, session)
            await self._record_event(execution, outcome, change["duration_ms"], session)
            return await self._journal.write(execution.id, seq, data, final=True, session=session)

        if entry := await self._database.transact(write):
            self._journal.announce(entry)
            if execution.cache_key:
                self._wake()
            seconds = (change["duration_ms"] or 0) / 1000
            self._metrics.execution_ended(outcome.state.value, seconds)

    async def _record_event(
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
                **scores(execution, outcome),
            },
        )


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
