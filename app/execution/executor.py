"""Composition root of whatever runs jobs: installs, executions, syncs."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from pymongo.errors import PyMongoError

from app.catalog.repository import VersionRepository
from app.catalog.source import CatalogueSource
from app.catalog.sync_runner import SyncRunner
from app.database import Database, Row
from app.egress import read_endpoints
from app.errors import OneGraphError
from app.execution.ending import ExecutionEnding
from app.execution.grants import GrantsBuilder
from app.execution.preparation import Preparation
from app.execution.provider_cache import ProviderCache
from app.execution.repository import ExecutionRepository
from app.execution.runner import ExecutionRunner
from app.feed import Feed, Listener
from app.host.hosts import Hosts
from app.jobs.dispatcher import Dispatcher
from app.jobs.runner import JobEntity, Runner
from app.journal.journal import Journal
from app.knowledge.group_search import GroupSearch
from app.knowledge.indexer import KnowledgeIndexer
from app.metrics import Metrics
from app.models.compatible_models import compatible_models
from app.models.embedding import EmbeddingModel
from app.models.instance_models import InstanceModels
from app.models.service import GroupModels
from app.models.source import NoModels
from app.ontology import vocabulary
from app.plugins.install_ending import InstallEnding
from app.plugins.install_runner import InstallRunner
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.plugins.version_prober import VersionProber
from app.residence.keeper import Keeper
from app.residence.residents import Residents
from app.residence.runner import ResidenceRunner
from app.secrets.vault import Vault
from app.security.self_test import require_isolation
from app.settings import Settings
from app.worker_limits import life_limits, worker_limits
from sandbox.egress.gateway import Gateway
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.installer import Installer
from sandbox.install.limits import InstallLimits
from sandbox.pool.pool import WorkerPool
from sandbox.pool.resident import Household

log = logging.getLogger(__name__)
_CANCELLED, _NEW = "cancelled", "new"
_PAUSE_SECONDS = 0.1
_SWEEP_SECONDS = 10.0
_CANCEL_SECONDS = 0.5
_NEWS = {
    "$match": {
        "$or": [
            {"operationType": "insert"},
            {"updateDescription.updatedFields.cancel_requested": True},
        ]
    }
}
_ENDED = {
    "$match": {
        "operationType": "update",
        "fullDocument.type": vocabulary.INSTANCE,
        "fullDocument.properties.state": {
            "$in": [InstanceState.INSTALLED.value, InstanceState.UNINSTALLED.value]
        },
    }
}

_REVOKED = {
    "$match": {"operationType": "update", "updateDescription.updatedFields.revoked": {"$type": 2}}
}


@dataclass(frozen=True, slots=True)
class Wakes:
    """Set when a job of a kind was queued in this process."""

    installs: asyncio.Event = field(default_factory=asyncio.Event)
    executions: asyncio.Event = field(default_factory=asyncio.Event)
    syncs: asyncio.Event = field(default_factory=asyncio.Event)
    residences: asyncio.Event = field(default_factory=asyncio.Event)


class Executor:
    """Runs jobs until it is closed; any number of them may share a database."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        journal: Journal,
        source: CatalogueSource,
        index: KnowledgeIndexer,
        vault: Vault,
        wakes: Wakes,
        metrics: Metrics,
    ) -> None:
        limits = worker_limits(settings)
        self._settings, self._limits, self._database = settings, limits, database
        self._vault = vault
        self._metrics = metrics
        self._wakes = wakes
        self._store = ArtifactStore(settings.data_dir / "artifacts")
        cache = settings.data_dir / "npm-cache"
        installer = Installer(self._store, cache, InstallLimits(seconds=settings.install_seconds))
        authorities = settings.egress_ca.read_text() if settings.egress_ca else None
        self._gateway = Gateway(read_endpoints(settings.egress_resolve), authorities)
        self._pool = WorkerPool(
            limits,
            size=settings.workers,
            doorkeeper=self._gateway,
            life=life_limits(settings),
        )
        preparation = Preparation(database, self._store, GrantsBuilder(vault, settings))
        self._model_pool = WorkerPool(
            limits,
            size=settings.model_workers,
            doorkeeper=self._gateway,
            life=life_limits(settings),
        )
        hosts = self._hosts(preparation, index)
        self._residents = Residents()
        self._residences = ResidenceRunner(database, preparation, self._residents, hosts)
        self._cache = ProviderCache(database)
        self._executions = ExecutionRunner(
            database,
            journal,
            preparation,
            self._pool,
            ExecutionEnding(database, journal, metrics, index.wake),
            hosts,
            self._residents,
        )
        prober = VersionProber(database, limits)
        ending = InstallEnding(database, journal, self._store, metrics)
        self._installs = InstallRunner(database, journal, installer, prober, ending, index)
        self._syncs = SyncRunner(database, journal, source, index)
        self._news = Feed(ExecutionRepository(database), _news_keys, [_NEWS], queue_size=0)
        self._ended = Feed(InstanceRepository(database), _any_keys, [_ENDED], queue_size=0)
        self._revoked = Feed(VersionRepository(database), _any_keys, [_REVOKED], queue_size=0)
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._keeper = Keeper(database, self._owner, self._residents, wakes.residences)
        self._stack = AsyncExitStack()

    async def start(self, *, alone: bool) -> None:
        """Begin to claim jobs; ``alone`` when no other executor can be alive.

        Raises:
            IsolationUnavailable: this machine cannot isolate plugins; names the mend.
        """
        tried = await require_isolation(self._settings, self._limits, self._database)
        await self._vault.rewrap()
        await self._gateway.start()
        self._stack.push_async_callback(self._gateway.close)
        await self._pool.start(tried)
        self._stack.push_async_callback(self._pool.close)
        await self._model_pool.start(tried)
        self._stack.push_async_callback(self._model_pool.close)
        self._residences.household = Household(tried.isolation, self._limits, self._gateway)
        self._metrics.workers.set_function(lambda: self._pool.alive + self._model_pool.alive)
        await self._store.sweep()
        if alone:
            for runner in (self._executions, self._installs, self._syncs, self._residences):
                await runner.jobs.release_all()
        for feed in (self._news, self._ended, self._revoked):
            await feed.start()
            self._stack.push_async_callback(feed.close)
        self._begin()

    async def close(self) -> None:
        """Stop claiming, end what runs, kill every worker."""
        await self._stack.aclose()

    def _hosts(self, preparation: Preparation, index: KnowledgeIndexer) -> Hosts:
        search = GroupSearch(self._database, index)
        ours = self._database, self._settings, search
        of_models = Hosts(*ours, NoModels())
        instances = InstanceModels(self._database, preparation, self._model_pool, of_models.of)
        usual = compatible_models(self._settings)
        return Hosts(*ours, GroupModels(self._database, EmbeddingModel(index), instances, usual))

    def _begin(self) -> None:
        most, wakes = self._settings, self._wakes
        dispatchers = (
            self._dispatcher(self._executions, most.workers, wakes.executions),
            self._dispatcher(self._installs, most.installs_at_once, wakes.installs),
            self._dispatcher(self._syncs, 1, wakes.syncs),
            self._dispatcher(self._residences, most.residents, wakes.residences),
        )
        tasks = [asyncio.create_task(dispatcher.serve()) for dispatcher in dispatchers]
        tasks += [asyncio.create_task(_always(work)) for work in self._duties]
        self._stack.push_async_callback(_end, tasks)

    def _dispatcher(
        self, runner: Runner[JobEntity], slots: int, wake: asyncio.Event
    ) -> Dispatcher[JobEntity]:
        return Dispatcher(runner, owner=self._owner, slots=slots, lease=self._lease, wake=wake)

    @property
    def _duties(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        return self._listen, self._evict, self._evict_revoked, self._keeper.keep, self._forget

    async def _listen(self) -> None:
        with self._news.listen(_NEW) as new, self._news.listen(_CANCELLED) as cancelled:
            await asyncio.gather(self._wake_on(new), self._stop_on(cancelled))

    async def _wake_on(self, listener: Listener) -> None:
        while True:
            await listener.next()
            self._wakes.executions.set()

    async def _stop_on(self, listener: Listener) -> None:
        while True:
            change = await listener.next()
            self._executions.wants_stop(change.row["_id"])

    async def _evict(self) -> None:
        with self._ended.listen(_NEW) as listener:
            while True:
                change = await listener.next()
                await self._end_workers(change.row["_id"])

    async def _forget(self) -> None:
        """Forget what providers said once it holds no longer."""
        while True:
            if not await self._cache.sweep():
                await asyncio.sleep(_SWEEP_SECONDS)

    async def _evict_revoked(self) -> None:
        """What was revoked while nobody listened comes first."""
        with self._revoked.listen(_NEW) as listener:
            for plugin, version in await self._versions.revoked():
                await self._evict_version(plugin, version)
            while True:
                row = (await listener.next()).row
                await self._evict_version(row["plugin"], row["version"])

    async def _evict_version(self, plugin: str, version: str) -> None:
        found = await self._instances.of_version(plugin, version)
        await asyncio.gather(*(self._end_workers(each) for each in found))

    async def _end_workers(self, instance: str) -> None:
        self._residents.evict(f"{instance}/")
        await self._pool.evict(f"{instance}/")
        await self._model_pool.evict(f"{instance}/")


async def _always(listen: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await listen()
        except (OneGraphError, PyMongoError) as error:
            log.warning("listening again: %s", error)
            await asyncio.sleep(_PAUSE_SECONDS)


async def _end(tasks: list["asyncio.Task[None]"]) -> None:
    """Cancel until they have ended: PyMongo may swallow a cancellation while MongoDB is away."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=_CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)


def _news_keys(row: Row) -> list[str]:
    return [_CANCELLED if row["cancel_requested"] else _NEW]


def _any_keys(_row: Row) -> list[str]:
    return [_NEW]
