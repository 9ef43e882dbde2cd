"""Running sync jobs: read the registry, and record what came of it."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from app.catalog.plugin_index import PluginIndex
from app.catalog.reading import CatalogueReading, Tally
from app.catalog.source import CatalogueSource
from app.catalog.sync import Sync, SyncFailure, SyncState, progress
from app.catalog.sync_reporter import SyncReporter, SyncTakenOver
from app.catalog.sync_repository import SyncRepository
from app.database import Database, Session
from app.errors import OneGraphError
from app.jobs.repository import DONE, WAITING
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.record import now

MOST_ATTEMPTS = 3


class SyncRunner:
    """Takes each sync to SUCCEEDED or FAILED; ``index`` hears of what changed."""

    def __init__(
        self, database: Database, journal: Journal, source: CatalogueSource, index: PluginIndex
    ) -> None:
        self.jobs = SyncRepository(database)
        self._database = database
        self._journal = journal
        self._source = source
        self._index = index
        self._events = EventRepository(database)

    async def claim(self, owner: str, lease: timedelta) -> Sync | None:
        """Take the next waiting sync and record that it runs."""
        running = {
            "state": SyncState.RUNNING.value,
            "message": "Reading the index",
            "updated_at": now(),
        }
        return await self.jobs.claim(owner, lease, running)

    def wants_stop(self, job: str) -> None:
        """Syncs cannot be cancelled."""

    async def run(self, sync: Sync) -> None:
        """Read the registry, and record how it ended; then name what changed to the index."""
        seq = await self._journal.next_seq(sync.id)
        reporter = SyncReporter(self._database, self._journal, sync, seq)
        try:
            changed = await self._read(sync, reporter)
        except SyncTakenOver:
            return
        if changed:
            await self._index.changed(changed)

    async def recover(self, sync: Sync) -> None:
        """Start an interrupted sync again, a few times; what it stored already is not repeated."""
        seq = await self._journal.next_seq(sync.id)
        if sync.attempts < MOST_ATTEMPTS:
            await self._wait_again(sync, seq)
            return
        failure = SyncFailure(
            code="EXECUTOR_LOST",
            message=f"The server stopped during each of {sync.attempts} attempts.",
            hint="Sync again, and look at the server's log.",
        )
        await self._fail(sync, seq, failure)

    async def _read(self, sync: Sync, reporter: SyncReporter) -> list[str]:
        reading = CatalogueReading(self._database, self._source)
        try:
            await self._follow(sync, reading, reporter)
        except OneGraphError as error:
            failure = SyncFailure(code=error.code, message=error.message, hint=error.hint)
            await self._fail(sync, reporter.seq, failure)
        else:
            await self._succeed(sync, reporter.seq, reading.tally)
        return reading.changed

    async def _follow(self, sync: Sync, reading: CatalogueReading, reporter: SyncReporter) -> None:
        names = await self._source.names()
        sync.total = len(names)
        await reporter.tell(0, "Asking the registry")
        async with aclosing(reading.steps(names)) as steps:
            async for tally in steps:
                await reporter.tell(tally.done, _summary(tally))

    async def _wait_again(self, sync: Sync, seq: int) -> None:
        message = "Waiting again: the server stopped meanwhile"
        change = {
            "queue": WAITING,
            "state": SyncState.QUEUED.value,
            "message": message,
            "owner": None,
            "lease_until": None,
        }

        async def write(session: Session) -> Entry | None:
            if await self.jobs.release(sync, change, session) is None:
                return None
            data = progress(sync.done, sync.total, message)
            return await self._journal.write(sync.id, seq, data, session=session)

        if entry := await self._database.transact(write):
            self._journal.announce(entry)

    async def _succeed(self, sync: Sync, seq: int, tally: Tally) -> None:
        sync.state, sync.message, sync.done = SyncState.SUCCEEDED, _summary(tally), sync.total
        await self._end(sync, seq, EventType.REGISTRY_SYNCED, asdict(tally))

    async def _fail(self, sync: Sync, seq: int, failure: SyncFailure) -> None:
        sync.state, sync.message, sync.failure = SyncState.FAILED, failure.message, failure
        await self._end(sync, seq, EventType.REGISTRY_SYNC_FAILED, failure.model_dump())

    async def _end(
        self, sync: Sync, seq: int, event: EventType, metadata: Mapping[str, Any]
    ) -> None:
        ended = sync.model_dump(include={"state", "done", "total", "message", "failure"})
        moment = now()
        times = {"finished_at": moment, "updated_at": moment}
        change = ended | times | {"queue": DONE, "unique_key": None}

        async def write(session: Session) -> Entry | None:
            released = await self.jobs.release(sync, change, session)
            if released is None:
                return None
            await self._events.record(
                session, event, target=sync.id, actor=released.requested_by, metadata=metadata
            )
            data = progress(sync.done, sync.total, sync.message, sync.failure)
            return await self._journal.write(sync.id, seq, data, final=True, session=session)

        if entry := await self._database.transact(write):
            self._journal.announce(entry)


def _summary(tally: Tally) -> str:
    parts = [f"{tally.available} available", f"{tally.missing} not on the registry"]
    if tally.unreadable:
        parts.append(f"{tally.unreadable} could not be read")
    return f"{', '.join(parts)}; {tally.changed} changed"
