"""Loading related documents together: one read per collection and level."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from strawberry.dataloader import DataLoader

from app.catalog.catalogue import Catalogue
from app.catalog.dependency_service import DependencyService
from app.catalog.repository import VersionRepository
from app.database import Database, Row
from app.execution.repository import ExecutionRepository
from app.journal.logs import log_pages
from app.journal.repository import JournalRepository
from app.nested import NestedPages
from app.network.repository import NetworkRequestRepository
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    KnowledgeRepository,
    PersonRepository,
    ThingRepository,
)
from app.pagination import Page, Window
from app.plugins.repository import InstanceRepository
from app.residence.repository import ResidenceRepository
from app.security.isolation_repository import IsolationReportRepository

Key = TypeVar("Key")
Value = TypeVar("Value")


class Loaders:
    """The loaders of one operation; nothing is kept from one level to the next."""

    def __init__(self, database: Database) -> None:
        self.all_groups = GroupRepository(database)
        self.groups = _loader(self.all_groups.get_many)
        self.groups_of = NestedPages(self.all_groups)
        self.people = _loader(PersonRepository(database).get_many)
        self.all_things = ThingRepository(database)
        self.things = _loader(self.all_things.get_many)
        self.things_of = NestedPages(self.all_things)
        self.all_plugins = Catalogue(database)
        self.plugins = _loader(self.all_plugins.get_many)
        self.all_instances = InstanceRepository(database)
        self.instances = _loader(self.all_instances.get_many)
        self.agent_instances = _by_key(self.all_instances.of_agents)
        versions = VersionRepository(database)
        self.versions = _loader(versions.of_instances)
        self.versions_by_id = _loader(versions.get_many)
        self.versions_of = NestedPages(versions)
        self.dependencies = DependencyService(database)
        self.all_executions = ExecutionRepository(database)
        self.executions = _loader(self.all_executions.get_many)
        self.executions_of = NestedPages(self.all_executions)
        self.requests_of = NestedPages(NetworkRequestRepository(database))
        self.isolation = IsolationReportRepository(database)
        self.usage = _by_key(self.all_executions.usage)
        self.residences = _by_key(ResidenceRepository(database).of_instances)
        self.used_today = _by_key(self.all_executions.used_today)
        self.all_knowledge = KnowledgeRepository(database)
        self.knowledge = _loader(self.all_knowledge.shown_many)
        self.knowledge_of = NestedPages(self.all_knowledge)
        self.readmes = _by_key(self.all_knowledge.documents_of)
        self.all_connections = ConnectionRepository(database)
        self.connections = _loader(self.all_connections.get_many)
        self.connections_of = NestedPages(self.all_connections)
        self.memberships = _by_key(self.all_connections.memberships_of)
        self.authors = _by_key(self.all_connections.authors_of)
        self.all_events = EventRepository(database)
        self.events = _loader(self.all_events.get_many)
        self.events_of = NestedPages(self.all_events)
        journal = JournalRepository(database)
        self.logs_of: DataLoader[tuple[str, Window], Page[Row]] = DataLoader(
            load_fn=partial(log_pages, journal), cache=False
        )


def _loader(load: Callable[[Sequence[Key]], Awaitable[Sequence[Value]]]) -> DataLoader[Key, Value]:
    async def in_order(keys: list[Key]) -> Sequence[Value]:
        return await load(keys)

    return DataLoader(load_fn=in_order, cache=False)


def _by_key(
    load: Callable[[Sequence[Key]], Awaitable[dict[Key, Value]]],
) -> DataLoader[Key, Value | None]:
    async def in_order(keys: list[Key]) -> Sequence[Value | None]:
        found = await load(keys)
        return [found.get(key) for key in keys]

    return DataLoader(load_fn=in_order, cache=False)
