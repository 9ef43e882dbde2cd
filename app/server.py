"""Everything that runs behind the API, started in order and stopped in reverse."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

from app.auth.service import AuthService
from app.catalog.source import CatalogueSource
from app.catalog.sync_service import SyncService
from app.database import Database, Row
from app.documents import DOCUMENTS
from app.embedded.keys import signing_key
from app.embedded.lock import DataDirLock
from app.embedded.mongod import EmbeddedMongod
from app.errors import ServiceUnavailable
from app.execution.executor import Executor, Wakes
from app.execution.service import ExecutionService
from app.feed import Feed
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.knowledge.knowledge import PluginKnowledge
from app.metrics import Metrics
from app.ontology.bootstrap import DEMO_GROUPS, Bootstrap
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    PersonRepository,
)
from app.ontology.role import Role
from app.plugins.install_service import InstallService
from app.plugins.lifecycle_service import LifecycleService
from app.services import Services
from app.settings import Settings
from sandbox.registry import Registry


class Server:
    """The server without its web face.

    Embedded, it runs MongoDB, the vector index and an executor itself and holds the data
    folder's lock; otherwise executors run elsewhere, and it serves the API alone.
    """

    services: Services
    key: str
    demo_group: str
    demo_owner: str

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
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
        self.key = signing_key(self.settings)
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
        settings = self.settings
        journal = Journal(JournalRepository(database), settings.subscriber_queue)
        events = Feed(EventRepository(database), _group, queue_size=settings.subscriber_queue)
        for feed in (journal.feed, events):
            await feed.start()
            stack.push_async_callback(feed.close)
        knowledge = PluginKnowledge(settings, database)
        stack.push_async_callback(knowledge.close)
        knowledge.start()  # whoever answers searches keeps the vectors
        source = CatalogueSource(settings, Registry(settings.data_dir / "npm-cache"))
        sync = SyncService(database, journal, settings, source, self._wakes.syncs)
        await sync.seed()
        if settings.embedded:
            await self._execute(database, journal, source, knowledge, stack)
        if settings.sync_on_start:
            await sync.request_at_start()
        people, connections = PersonRepository(database), ConnectionRepository(database)
        wakes = self._wakes
        return Services(
            database=database,
            metrics=self._metrics,
            auth=AuthService(self.key, people, connections),
            installs=InstallService(database, journal, settings, wakes.installs),
            lifecycle=LifecycleService(database),
            executions=ExecutionService(database, journal, settings, wakes.executions),
            sync=sync,
            search=knowledge.search,
            journal=journal,
            events_feed=events,
        )

    async def _execute(
        self,
        database: Database,
        journal: Journal,
        source: CatalogueSource,
        knowledge: PluginKnowledge,
        stack: AsyncExitStack,
    ) -> None:
        executor = Executor(
            self.settings,
            database,
            journal,
            source,
            knowledge.indexer,
            self._wakes,
            self._metrics,
        )
        stack.push_async_callback(executor.close)
        await executor.start(alone=True)


def _group(row: Row) -> str:
    return str(row["group"])


def _url(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
