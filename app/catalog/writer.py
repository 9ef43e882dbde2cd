"""Writing what the registry says of plugins into the graph."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from app.catalog.authors import AuthorRepository
from app.catalog.dependency import Dependency, declared_dependencies
from app.catalog.facts import ManifestFacts, PluginFacts
from app.catalog.links import DEPENDS_ON, Link, LinkRepository
from app.catalog.readmes import ReadmeRepository
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database, Session
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.repositories import CREATED_BY, EventRepository
from sandbox.registry.record import PackageVersion


@dataclass(frozen=True, slots=True)
class PluginChange:
    """What is to be stored of a plugin; ``first``: nothing of its package was known before."""

    plugin: str
    facts: PluginFacts
    first: bool


class CatalogueWriter:
    """Stores changes, a batch in a transaction: properties, versions, text, people, links."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._readmes = ReadmeRepository(database)
        self._authors = AuthorRepository(database)
        self._links = LinkRepository(database)
        self._events = EventRepository(database)

    async def write(self, changes: Sequence[PluginChange], ids: Mapping[str, str]) -> None:
        """Store all of the changes, or none; ``ids`` has the id of every plugin by name."""
        if changes:
            await self._database.transact(partial(self.store, changes, ids))

    async def store(
        self, changes: Sequence[PluginChange], ids: Mapping[str, str], session: Session
    ) -> None:
        """Store the changes as a part of a transaction."""
        read = {item.plugin: item.facts.manifest for item in changes if item.facts.manifest}
        await self._plugins.rewrite({item.plugin: _properties(item) for item in changes}, session)
        await self._versions.add_published(list(_versions(changes)), session)
        if read:
            await self._readmes.replace({key: read[key].readme for key in read}, session)
            names = {name for manifest in read.values() for name in manifest.authors}
            people = await self._authors.ids(names, session)
            await self._links.replace(list(read), _links(read, people, ids), session)
        events = [_updated(item) for item in changes if not item.first]
        await self._events.insert_many(events, session)


def _properties(change: PluginChange) -> dict[str, object]:
    return change.facts.properties | {"digest": change.facts.digest}


def _versions(changes: Iterable[PluginChange]) -> Iterable[PluginVersion]:
    for change in changes:
        latest = change.facts.manifest
        for version in change.facts.versions:
            read = latest if latest and latest.version == version.version else None
            yield PluginVersion(
                plugin=change.plugin,
                name=change.facts.name,
                version=version.version,
                published_at=version.published_at,
                integrity=version.integrity,
                core_range=version.core_range or (read.core_range if read else None),
                dependencies=_dependencies(version, read),
                settings=read.settings if read else [],
            )


def _dependencies(version: PackageVersion, read: ManifestFacts | None) -> list[Dependency] | None:
    if version.declared_dependencies is not None:
        return declared_dependencies(version.declared_dependencies)
    return read.dependencies if read else None


def _links(
    read: Mapping[str, ManifestFacts], people: Mapping[str, str], ids: Mapping[str, str]
) -> dict[Link, dict[str, object]]:
    links: dict[Link, dict[str, object]] = {}
    for plugin, manifest in read.items():
        for name in manifest.authors:
            links[Link(plugin, CREATED_BY, people[name])] = {}
        for name, wanted in manifest.depends_on.items():
            links[Link(plugin, DEPENDS_ON, ids[name])] = {"range": wanted}
    return links


def _updated(change: PluginChange) -> Event:
    properties = change.facts.properties
    metadata = {key: properties.get(key) for key in ("available", "latest_version")}
    return Event(
        type=EventType.ENTITY_UPDATED,
        target=change.plugin,
        metadata={"name": change.facts.name, **metadata},
    )
