"""A catalogue with everything that syncs it."""

import asyncio
import itertools
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import orjson

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import Principal
from app.catalog.plugin import Plugin
from app.catalog.repository import PluginRepository
from app.catalog.source import CatalogueSource
from app.catalog.sync import Sync
from app.catalog.sync_repository import SyncRepository
from app.catalog.sync_runner import SyncRunner
from app.catalog.sync_service import SyncService
from app.catalog.version import PluginVersion
from app.database import Database, Row
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.repositories import EventRepository, PersonRepository
from app.settings import Settings
from sandbox.registry.registry import Registry

LEASE = timedelta(seconds=30)
STARTER = "@elizaos/plugin-starter"
PDF = "@elizaos/plugin-pdf"
OPENAI = "@elizaos/plugin-openai"
CLASSIC = "@elizaos/plugin-eliza-classic"
MISSING = "@elizaos/plugin-that-nobody-ever-published"
OWNER = "elizaos-plugins"
NAMES = {
    name: f"github:{OWNER}/{name.rpartition('/')[2]}"
    for name in (STARTER, PDF, OPENAI, CLASSIC, MISSING)
}
_numbers = itertools.count()


class Listener:
    """Somebody who is told of changed plugins."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def changed(self, plugin_ids: Sequence[str]) -> None:
        self.heard += plugin_ids


class World:
    """Services around one database, as one server has them."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        folder: Path,
        names: object = None,
        interval: int = 0,
    ) -> None:
        index = folder / f"index-{next(_numbers)}.json"
        index.write_bytes(orjson.dumps(NAMES if names is None else names))
        settings = Settings(
            registry_index=str(index), sync_interval_seconds=interval, data_dir=folder
        )
        self.database = database
        self.queued = asyncio.Event()
        self.listener = Listener()
        self.plugins = PluginRepository(database)
        self.events = EventRepository(database)
        self.syncs = SyncRepository(database)
        self.entries = JournalRepository(database)
        source = CatalogueSource(settings, registry)
        journal = Journal(self.entries, 100)
        self.service = SyncService(database, journal, settings, source, self.queued)
        self.runner = SyncRunner(database, journal, source, self.listener)

    async def sync(self) -> Sync:
        """Ask for a sync as the server does, and run it to its end."""
        assert await self.service.request_at_start()
        return await self.run()

    async def run(self) -> Sync:
        """Run the sync that waits."""
        sync = await self.runner.claim("this server", LEASE)
        assert sync
        await self.runner.run(sync)
        ended = await self.syncs.get(sync.id)
        assert ended
        return ended

    async def plugin(self, name: str) -> Plugin:
        plugin = await self.plugins.by_name(name)
        assert plugin
        return plugin

    async def told(self, sync: Sync) -> list[Entry]:
        """The sync's journal."""
        return await self.entries.after(sync.id, -1)

    async def stored(self) -> dict[str, list[Row]]:
        """Every document of the catalogue, to compare with later."""
        documents = (Plugin, PluginVersion, Person, Connection, Knowledge)
        return {
            document.__name__: await self.database.collection(document).find().sort("_id").to_list()
            for document in documents
        }

    async def event_types(self) -> list[str]:
        rows = self.database.collection(Event).find().sort("_id")
        return [row["type"] async for row in rows]

    async def platform_owner(self) -> Caller:
        people = PersonRepository(self.database)
        person = Person(
            username=f"owner-{next(_numbers)}", display_name="Owner", platform_owner=True
        )
        return Caller(Principal(await people.insert(person)), Permission.SYNC_CATALOGUE)
