"""Asking for a sync."""

import asyncio
import logging
import math
from contextlib import AsyncExitStack
from datetime import timedelta

from app.auth.caller import Caller
from app.catalog.discovery import Discovery
from app.catalog.source import CHECK_SECONDS, CatalogueSource
from app.catalog.sync import Sync, progress
from app.catalog.sync_repository import SyncRepository
from app.database import Database, Duplicate, Session
from app.errors import RateLimited, RegistryUnavailable
from app.jobs.repository import DONE
from app.journal.journal import Journal
from app.rates.limit import Limit
from app.rates.rates import Rates
from app.record import now
from app.settings import Settings

log = logging.getLogger(__name__)


class SyncService:
    """Turns requests into sync jobs: one at a time, and one in the interval of the settings."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        settings: Settings,
        source: CatalogueSource,
        queued: asyncio.Event,
    ) -> None:
        self._database = database
        self._journal = journal
        self._interval = timedelta(seconds=settings.sync_interval_seconds)
        self._source = source
        self._queued = queued
        self._syncs = SyncRepository(database)
        self._rates = Rates(database)
        self._discovery = Discovery(database)

    async def seed(self) -> None:
        """Before the first sync, list the index's names, so that installs need not wait for it.

        An index that cannot be read in time is left to the sync, which tells what is wrong.
        """
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                if await self._syncs.latest() is None:
                    await self._discovery.add(await self._source.names())
        except (RegistryUnavailable, TimeoutError) as error:
            log.warning("the catalogue starts empty: %s", error)

    async def request(self, caller: Caller) -> Sync:
        """Ask for a sync; the one that the server began by itself is handed over.

        Raises:
            Unauthenticated, NotAllowed: the caller does not run the catalogue.
            RateLimited: one is under way, or was within the interval. Failed ones do not count.
            RegistryUnavailable: the index or the registry does not answer, or not with an index.
        """
        caller.require(None)
        person = caller.person.id
        if adopted := await self._syncs.adopt(person):
            return adopted
        last = await self._rested()
        await self._source.check()
        return await self._create(person, last)

    async def request_at_start(self) -> Sync | None:
        """Ask for a sync on the server's own behalf; None when there was one just now."""
        try:
            return await self._create(None, await self._rested())
        except RateLimited:
            return None

    async def latest(self) -> Sync | None:
        """The sync that was asked for last, whatever came of it; None before the first."""
        return await self._syncs.latest()

    async def _rested(self) -> Sync | None:
        """The sync before the next, which may begin now."""
        last, counted = await asyncio.gather(self.latest(), self._syncs.latest_not_failed())
        if counted is None:
            return last
        if counted.queue != DONE:
            raise _under_way()
        next_at = counted.created_at + self._interval
        if next_at > now():
            seconds = math.ceil((next_at - now()).total_seconds())
            raise RateLimited(
                f"The registry was read less than {self._interval.total_seconds():.0f} s ago.",
                f"The next sync is possible in {seconds} s, at {next_at:%H:%M:%S} UTC.",
                seconds,
            )
        return last

    async def _create(self, requested_by: str | None, last: Sync | None) -> Sync:
        """Begin the one sync that follows ``last``: who was slower to ask is refused."""
        sync = Sync(requested_by=requested_by)
        only = Limit(1, math.ceil(self._interval.total_seconds()) or 1, "syncs")
        try:
            async with AsyncExitStack() as refund:
                if not await self._rates.take(only, last.id if last else "first", refund):
                    raise _under_way()
                await self._store(sync)
                refund.pop_all()
        except Duplicate:
            raise _under_way() from None
        self._queued.set()
        return sync

    async def _store(self, sync: Sync) -> None:
        async def write(session: Session) -> None:
            await self._syncs.insert(sync, session)
            await self._journal.write(sync.id, 0, progress(0, 0, sync.message), session=session)

        await self._database.transact(write)


def _under_way() -> RateLimited:
    return RateLimited("A sync is under way.", "Follow it with the subscription syncProgress.")
