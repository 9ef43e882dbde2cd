"""A running server with tenants in it, and whoever may call it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.version import PluginVersion
from app.database import Database
from app.documents import DOCUMENTS
from app.ontology.connection import Connection
from app.ontology.person import AUTHOR_PREFIX, Person
from app.ontology.repositories import CREATED_BY
from app.record import Record
from app.settings import Settings
from tests.fuzz.chance import seeded
from tests.fuzz.tenant import Tenant, tenant
from tests.serving import ServerProcess

# Generated requests are many, and neither reach the registry nor wait for anything.
SETTINGS = {
    "ONE_SYNC_ON_START": "false",
    "ONE_SYNC_INTERVAL_SECONDS": "86400",
    "ONE_LOG_FORMAT": "text",
    "ONE_INSTALLS_PER_HOUR": "1",
    "ONE_WS_CONNECTIONS_PER_CALLER": "5000",
    "ONE_SSE_RESERVATION_SECONDS": "0.5",
}
CALLERS = ("stranger", "owner", "user", "customer", "platform", "expired", "garbage")
_ALPHABET = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class World:
    """A server and its database.

    Attributes:
        plugin: of the public catalogue; every tenant has installed it.
        shared: a person who belongs to every tenant.
        platform: the platform's owner.
    """

    server: ServerProcess
    database: Database
    plugin: Plugin
    shared: Person
    platform: Person

    async def tenants(self, count: int, seed: object) -> list[Tenant]:
        """Store new tenants."""
        made = [tenant(marker(seed, n), self.plugin, self.shared) for n in range(count)]
        await store(self.database, [record for each in made for record in each.records])
        return made

    def token(self, caller: str, of: Tenant) -> str | None:
        """What a caller sends; None: nothing."""
        if caller in of.people:
            return self.server.token_for(of.people[caller].id)
        others = {
            "stranger": None,
            "platform": self.server.token_for(self.platform.id),
            "expired": self.server.token_for(of.people["owner"].id, timedelta(hours=-1)),
            "garbage": "eyJhbGciOiJIUzI1NiJ9.e30.none",
        }
        return others[caller]


def marker(*seeds: object) -> str:
    """A word that stands nowhere else."""
    return "mk" + "".join(seeded("marker", *seeds).choices(_ALPHABET, k=14))


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[World]:
    """Start a server with a public catalogue of one plugin."""
    index = folder / "index.json"
    index.write_text("{}")
    server = ServerProcess(
        folder / "data", **{"ONE_REGISTRY_INDEX": str(index), **SETTINGS, **settings}
    )
    await server.start()
    database = Database(server.mongodb_uri, Settings().mongodb_database)
    try:
        await database.open(DOCUMENTS)
        yield await _peopled(server, database)
    finally:
        await database.close()
        server.end()


async def _peopled(server: ServerProcess, database: Database) -> World:
    name = "plugin-of-everybody"
    plugin = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    author = Person(username=f"{AUTHOR_PREFIX}author", display_name="Author", public=True)
    shared = Person(username="everywhere", display_name="Everywhere")
    platform = Person(username="runs-it-all", display_name="Platform", platform_owner=True)
    version = PluginVersion(plugin=plugin.id, name=name, version="1.0.0")
    created = Connection(type=CREATED_BY, source=plugin.id, target=author.id)
    await store(database, [plugin, author, shared, platform, version, created])
    return World(server, database, plugin, shared, platform)


async def store(database: Database, records: Sequence[Record]) -> None:
    """Insert records as they are, each kind at once."""
    by_kind: dict[type[Record], list[dict[str, object]]] = {}
    for each in records:
        row = {"_id": each.id} | each.model_dump(exclude={"id", "revision_id"})
        by_kind.setdefault(type(each), []).append(row)
    for kind, rows in by_kind.items():
        await database.collection(kind).insert_many(rows)
