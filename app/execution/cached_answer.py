"""Ending an execution at once, with what a provider said before."""

from typing import Any

from app.database import Database, Session
from app.execution.execution import Execution, ExecutionState
from app.execution.provider_result import ProviderResult
from app.execution.provider_result_repository import ProviderResultRepository
from app.execution.repository import ExecutionRepository
from app.jobs.repository import DONE
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.record import now


class CachedAnswers:
    """An execution that is answered so is born ended: one transaction, and no worker."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._results = ProviderResultRepository(database)
        self._executions = ExecutionRepository(database)
        self._events = EventRepository(database)

    async def find(self, instance: str, key: str) -> ProviderResult | None:
        """The answer to a question that still holds."""
        return await self._results.current(instance, key)

    async def give(self, execution: Execution, known: ProviderResult) -> Execution:
        """Store an execution with a known answer.

        Raises:
            Duplicate: the group has one of its idempotency key already.
        """
        execution.queue, execution.state = DONE, ExecutionState.SUCCEEDED
        execution.result, execution.callbacks = known.result, known.callbacks
        execution.cached, execution.input = True, None
        execution.finished_at, execution.duration_ms = now(), 0.0

        async def write(session: Session) -> Entry:
            await self._executions.insert(execution, session)
            await self._record(execution, known, session)
            data: dict[str, Any] = {"state": execution.state.value, "logs": [], "chunk": None}
            return await self._journal.write(execution.id, 0, data, final=True, session=session)

        self._journal.announce(await self._database.transact(write))
        return execution

    async def _record(self, execution: Execution, known: ProviderResult, session: Session) -> None:
        await self._events.record(
            session,
            EventType.PLUGIN_ACTION_EXECUTED,
            target=execution.id,
            group=execution.group,
            actor=execution.requested_by,
            metadata={
                "instance": execution.instance,
                "kind": execution.capability,
                "name": execution.name,
                "state": execution.state.value,
                "cached": known.execution,
            },
        )
