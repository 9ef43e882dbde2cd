"""Loading related documents together: one read per collection and level."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from app.catalog.catalogue import Catalogue
from app.catalog.plugin import Plugin
from app.catalog.repository import VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database, Row
from app.execution.execution import Execution
from app.execution.repository import ExecutionRepository
from app.journal.repository import JournalRepository
from app.ontology.connection import Connection
from app.ontology.group import Group
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    KnowledgeRepository,
    PersonRepository,
    ThingRepository,
)
from app.ontology.thing import Thing
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository

Key = TypeVar("Key")
Value = TypeVar("Value")


class Loaders:
    """The loaders of one operation; nothing is kept from one level to the next."""

    def __init__(self, database: Database) -> None:
        self.all_groups = GroupRepository(database)
        self.groups: DataLoader[str, Group | None] = _loader(self.all_groups.get_many)
        self.people: DataLoader[str, Person | None] = _loader(PersonRepository(database).get_many)
        self.all_things = ThingRepository(database)
        self.things: DataLoader[str, Thing | None] = _loader(self.all_things.get_many)
        self.all_plugins = Catalogue(database)
        self.plugins: DataLoader[str, Plugin | None] = _loader(self.all_plugins.get_many)
        self.all_instances = InstanceRepository(database)
        self.instances: DataLoader[str, PluginInstance | None] = _loader(
            self.all_instances.get_many
        )
        self.agent_instances: DataLoader[str, list[PluginInstance] | None] = _by_key(
            self.all_instances.of_agents
        )
        self.all_versions = VersionRepository(database)
        self.versions: DataLoader[tuple[str, str], PluginVersion | None] = _loader(
            self.all_versions.of_instances
        )
        self.all_executions = ExecutionRepository(database)
        self.executions: DataLoader[str, Execution | None] = _loader(self.all_executions.get_many)
        self.usage: DataLoader[str, Row | None] = _by_key(self.all_executions.usage)
        self.used_today: DataLoader[str, int | None] = _by_key(self.all_executions.used_today)
        self.readmes: DataLoader[str, Knowledge | None] = _by_key(
            KnowledgeRepository(database).documents_of
        )
        connections = ConnectionRepository(database)
        self.memberships: DataLoader[str, list[Connection] | None] = _by_key(
            connections.memberships_of
        )
        self.authors: DataLoader[str, list[str] | None] = _by_key(connections.authors_of)
        self.journal = JournalRepository(database)
        self.events = EventRepository(database)
        self.connections = connections


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
