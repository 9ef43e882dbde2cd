"""Telling a sync's progress: in its document and its journal, in one transaction."""

from app.catalog.sync import Sync, progress
from app.catalog.sync_repository import SyncRepository
from app.database import Database, Session
from app.journal.entry import Entry
from app.journal.journal import Journal


class SyncTakenOver(Exception):
    """Another executor holds the sync by now: this one was silent for too long."""


class SyncReporter:
    """Numbers entries from ``seq`` on; ``done`` never falls, also after an interruption."""

    def __init__(self, database: Database, journal: Journal, sync: Sync, seq: int) -> None:
        self._database = database
        self._journal = journal
        self._syncs = SyncRepository(database)
        self._sync = sync
        self.seq = seq

    async def tell(self, done: int, message: str) -> None:
        """Store one report.

        Raises:
            SyncTakenOver: the sync is no longer ours.
        """
        sync = self._sync
        sync.done = max(done, sync.done)
        data = progress(sync.done, sync.total, message)

        async def write(session: Session) -> Entry:
            if await self._syncs.report(sync, sync.done, message, session) is None:
                raise SyncTakenOver(sync.id)
            return await self._journal.write(sync.id, self.seq, data, session=session)

        entry = await self._database.transact(write)
        self._journal.announce(entry)
        self.seq += 1
