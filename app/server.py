"""Everything that runs behind the API, started in order and stopped in reverse."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

from app.auth.key_ring import KeyRing
from app.auth.login import Login
from app.catalog.source import CatalogueSource
from app.catalog.sync_service import SyncService
from app.database import Database
from app.documents import DOCUMENTS
from app.embedded.keys import key_ring
from app.embedded.lock import DataDirLock
from app.embedded.mongod import EmbeddedMongod
from app.errors import ServiceUnavailable
from app.execution.executor import Executor, Wakes
from app.feed import Feed
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.knowledge.knowledge import PluginKnowledge
from app.metrics import Metrics
from app.ontology.bootstrap import DEMO_GROUPS, Bootstrap
from app.ontology.event import listeners
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    GroupRepository,
)
from app.ontology.role import Role
from app.parts import Parts
from app.persisted.automatic_operations import Accepts, AutomaticOperations
from app.persisted.listed_operations import ListedOperations
from app.persisted.manifest import read_manifest
from app.persisted.repository import PersistedOperationRepository
from app.persisted.service import PersistedOperations
from app.secrets.master_keys import load_master_keys
from app.secrets.vault import Vault
from app.services import Services
from app.settings import Settings
from sandbox.registry.registry import Registry


class Server:
    """The server without its web face.

    Embedded, it runs MongoDB, the vector index and an executor itself and holds the data
    folder's lock; otherwise executors run elsewhere, and it serves the API alone.
    """

    services: Services
    keys: KeyRing
    demo_group: str
    demo_owner: str

    def __init__(self, settings: Settings, metrics: Metrics, accepts: Accepts) -> None:
        """Prepare; ``accepts`` says which documents may be registered."""
        self.settings = settings
        self._accepts = accepts
        self._metrics = metrics
        self._wakes = Wakes()
        self._lock = DataDirLock(settings.data_dir)

    async def start(self, stack: AsyncExitStack) -> None:
        """Start everything; ``stack`` stops it, also when this fails half-way.

        Raises:
            DataDirInUse: another server holds the data folder.
            ServiceUnavailable: MongoDB does not start or answer.
            IsolationUnavailable: plugins cannot be isolated here.
        """
        uri = self.settings.mongodb_uri or await self._embed(stack)
        self.keys = key_ring(self.settings)
        database = Database(uri, self.settings.mongodb_database)
        stack.push_async_callback(database.close)
        await database.open(DOCUMENTS)
        await self._prepare(database)
        self.services = await self._serve(database, stack)
        if self.settings.embedded:
            self._lock.publish(mongodb_uri=uri, url=_url(self.settings))

    async def objections(self) -> Sequence[str]:
        """Why the server cannot serve now; nothing when it can."""
        try:
            await self.services.database.ping()
        except ServiceUnavailable as error:
            return [error.message]
        return []

    async def _embed(self, stack: AsyncExitStack) -> str:
        self._lock.acquire()
        stack.callback(self._lock.release)
        mongod = EmbeddedMongod(self.settings.data_dir)
        stack.push_async_callback(mongod.stop)
        return await mongod.start()

    async def _prepare(self, database: Database) -> None:
        await Bootstrap(database).run()
        group = await GroupRepository(database).first({"slug": DEMO_GROUPS[0]})
        if group is None:
            return
        owner = await ConnectionRepository(database).member_with_role(group.id, Role.ORG_OWNER)
        self.demo_group, self.demo_owner = group.id, owner.source if owner else ""

    async def _serve(self, database: Database, stack: AsyncExitStack) -> Services:
        parts = self._parts(database)
        await self._listen(stack, parts.journal.feed, parts.events)
        stack.push_async_callback(parts.knowledge.close)
        parts.knowledge.start()  # whoever answers searches keeps the vectors
        await parts.sync.seed()
        if self.settings.embedded:
            await self._execute(parts, stack)
        if self.settings.sync_on_start:
            await parts.sync.request_at_start()
        if parts.login:
            stack.push_async_callback(parts.login.close)
        return Services.over(parts)

    def _parts(self, database: Database) -> Parts:
        settings = self.settings
        queue_size = settings.subscriber_queue
        journal = Journal(JournalRepository(database), queue_size)
        source = CatalogueSource(settings, Registry(settings.data_dir / "npm-cache"))
        return Parts(
            settings=settings,
            database=database,
            metrics=self._metrics,
            wakes=self._wakes,
            keys=self.keys,
            login=Login.configured(settings, database),
            journal=journal,
            events=Feed(EventRepository(database), listeners, queue_size=queue_size),
            knowledge=PluginKnowledge(settings, database),
            source=source,
            sync=SyncService(database, journal, settings, source, self._wakes.syncs),
            persisted=self._persisted(database),
            vault=Vault(database, load_master_keys(settings)),
        )

    async def _listen(self, stack: AsyncExitStack, *feeds: Feed) -> None:
        async def close() -> None:
            await asyncio.gather(*(feed.close() for feed in feeds))

        stack.push_async_callback(close)
        await asyncio.gather(*(feed.start() for feed in feeds))

    def _persisted(self, database: Database) -> PersistedOperations:
        settings = self.settings
        if settings.persisted_operations:
            return ListedOperations(read_manifest(settings.persisted_operations))
        repository = PersistedOperationRepository(
            database, settings.persisted_per_caller, settings.persisted_in_total
        )
        return AutomaticOperations(repository, self._accepts)

    async def _execute(self, parts: Parts, stack: AsyncExitStack) -> None:
        executor = Executor(
            self.settings,
            parts.database,
            parts.journal,
            parts.source,
            parts.knowledge.indexer,
            parts.vault,
            self._wakes,
            self._metrics,
        )
        stack.push_async_callback(executor.close)
        await executor.start(alone=True)


def _url(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
