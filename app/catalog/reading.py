"""One pass over the registry."""

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from app.catalog.discovery import Discovery
from app.catalog.facts import facts
from app.catalog.index import Names
from app.catalog.listing import Listing
from app.catalog.repository import PluginRepository
from app.catalog.source import CatalogueSource
from app.catalog.writer import CatalogueWriter, PluginChange
from app.database import Database, Row
from sandbox.registry.record import PackageRecord

AT_ONCE = 25
BATCH_SECONDS = 0.25


@dataclass(slots=True)
class Tally:
    """What a pass has seen so far, in names; ``unreadable`` ones stay as they were known."""

    done: int = 0
    available: int = 0
    missing: int = 0
    unreadable: int = 0
    discovered: int = 0
    changed: int = 0

    def count(self, record: PackageRecord) -> None:
        """Take in one more record."""
        self.done += 1
        if record.available:
            self.available += 1
        elif _answers(record):
            self.missing += 1
        else:
            self.unreadable += 1


class CatalogueReading:
    """Brings the plugins of an index up to what the registry says now; used once.

    Nothing is written before the registry has answered, and nothing for what has not changed.
    """

    def __init__(self, database: Database, source: CatalogueSource) -> None:
        self.tally = Tally()
        self.changed: list[str] = []
        self._source = source
        self._names: Names = {}
        self._plugins = PluginRepository(database)
        self._discovery = Discovery(database)
        self._writer = CatalogueWriter(database)
        self._known: dict[str, Row] = {}
        self._ids: dict[str, str] = {}

    async def steps(self, names: Names) -> AsyncGenerator[Tally, None]:
        """Read what the index lists; the tally after each batch is stored.

        Raises:
            RegistryUnavailable: nothing more can be learnt now; what is stored stays.
        """
        self._names = names
        async with aclosing(self._source.records(names)) as records:
            async for batch in _batches(records):
                if answers := [record for record in batch if _answers(record)]:
                    await self._store(answers)
                for record in batch:
                    self.tally.count(record)
                yield self.tally

    async def _discover(self) -> None:
        self.tally.discovered = await self._discovery.add(self._names)
        self._known = await self._plugins.known()
        self._ids = {name: row["_id"] for name, row in self._known.items()}

    async def _store(self, records: list[PackageRecord]) -> None:
        if not self._known:
            await self._discover()
        changes = [change for record in records if (change := self._change(record))]
        await self._writer.write(changes, self._ids)
        self.tally.changed += len(changes)
        self.changed += [change.plugin for change in changes]

    def _change(self, record: PackageRecord) -> PluginChange | None:
        found = facts(record, Listing(record.name, self._names[record.name]), self._ids)
        row = self._known[record.name]
        digest = row["properties"].get("digest")
        if found.digest == digest or row["properties"].get("uploaded"):
            return None
        return PluginChange(row["_id"], found, first=digest is None)


def _answers(record: PackageRecord) -> bool:
    """Whether the registry said anything of the package, be it that there is none."""
    return record.available or not record.error


async def _batches(
    records: AsyncIterator[PackageRecord],
) -> AsyncIterator[list[PackageRecord]]:
    batch: list[PackageRecord] = []
    started = time.monotonic()
    async for record in records:
        batch.append(record)
        if len(batch) == AT_ONCE or time.monotonic() - started > BATCH_SECONDS:
            yield batch
            batch, started = [], time.monotonic()
    if batch:
        yield batch
