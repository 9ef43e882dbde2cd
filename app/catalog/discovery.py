"""Putting the names of the index into the catalogue."""

from itertools import islice

from app.catalog.index import Names
from app.catalog.listing import Listing
from app.catalog.plugin import Plugin, plugin_key
from app.catalog.repository import PluginRepository
from app.database import Database, Session
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository

AT_ONCE = 500


class Discovery:
    """Makes each new name of the index a plugin, whatever the registry has of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._plugins = PluginRepository(database)
        self._events = EventRepository(database)

    async def add(self, names: Names) -> int:
        """Add the names that the catalogue lacks, each with its event; how many that were."""
        known = await self._plugins.known()
        missing = (Listing(name, names[name]) for name in names if name not in known)
        added = 0
        while some := list(islice(missing, AT_ONCE)):
            added += await self._add(some)
        return added

    async def _add(self, listings: list[Listing]) -> int:
        async def write(session: Session) -> int:
            known = await self._plugins.known(session)  # another server may add them meanwhile
            plugins = [_plugin(item) for item in listings if item.name not in known]
            await self._plugins.insert_many(plugins, session)
            await self._events.insert_many([_discovered(item) for item in plugins], session)
            return len(plugins)

        return await self._database.transact(write)


def _plugin(listing: Listing) -> Plugin:
    return Plugin(
        name=listing.name, unique_key=plugin_key(listing.name), properties=listing.properties
    )


def _discovered(plugin: Plugin) -> Event:
    return Event(type=EventType.PLUGIN_DISCOVERED, target=plugin.id, metadata={"name": plugin.name})
