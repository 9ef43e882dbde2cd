"""What is stored when a record differs from the one before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.catalog.discovery import Discovery
from app.catalog.facts import facts
from app.catalog.listing import Listing
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.writer import CatalogueWriter, PluginChange
from app.database import Database
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.person import Person as StoredPerson
from app.ontology.repositories import KnowledgeRepository
from sandbox.registry.record import PackageManifest, PackageRecord, PackageVersion, Person

WALLET, CHAIN = "@acme/plugin-wallet", "@acme/plugin-chain"
NAMES = {WALLET: "github:acme/plugin-wallet", CHAIN: "github:acme/plugin-chain"}
PUBLISHED = datetime(2026, 5, 4, tzinfo=UTC)
MANIFEST = PackageManifest(
    version="1.0.0",
    readme="# Wallet",
    description="Keeps coins",
    licence="MIT",
    keywords=["wallet"],
    repository=None,
    homepage="https://acme.example",
    authors=[Person("Ada Lovelace", "ada@acme.example", None)],
    maintainers=[],
    dependencies={CHAIN: "^1.0.0", "zod": "^3"},
    peer_dependencies={"@elizaos/core": "^1.7.0"},
    declared_settings={"WALLET_URL": {"type": "string"}},
)
RECORD = PackageRecord(
    name=WALLET,
    available=True,
    versions=[PackageVersion("1.0.0", PUBLISHED, "sha512-AAAA", None)],
    dist_tags={"latest": "1.0.0"},
    latest=MANIFEST,
)


class Shelf:
    """Two plugins, one of which is written again and again."""

    def __init__(self, database: Database, ids: dict[str, str]) -> None:
        self.database = database
        self.ids = ids
        self.id = ids[WALLET]
        self._writer = CatalogueWriter(database)

    async def write(self, record: PackageRecord, *, first: bool = False) -> None:
        found = facts(record, Listing(WALLET, NAMES[WALLET]), self.ids)
        await self._writer.write([PluginChange(self.id, found, first)], self.ids)

    async def links(self) -> dict[str, Connection]:
        rows = self.database.collection(Connection).find({"source": self.id})
        return {row["target"]: Connection(id=row.pop("_id"), **row) async for row in rows}


@pytest.fixture
async def shelf(database: Database) -> Shelf:
    await Discovery(database).add(NAMES)
    known = await PluginRepository(database).known()
    shelf = Shelf(database, {name: row["_id"] for name, row in known.items()})
    await shelf.write(RECORD, first=True)
    return shelf


async def test_authors_and_needed_plugins_are_connected(shelf: Shelf) -> None:
    links = await shelf.links()

    author = await shelf.database.collection(StoredPerson).find_one(
        {"username": "npm:ada-lovelace"}
    )
    assert author
    assert author["display_name"] == "Ada Lovelace"
    assert author["email"] is None
    assert links[author["_id"]].type == "plugin_created_by"
    assert links[shelf.ids[CHAIN]].type == "plugin_depends_on"
    assert links[shelf.ids[CHAIN]].metadata == {"range": "^1.0.0"}
    assert len(links) == 2


async def test_connections_that_no_longer_hold_are_removed(shelf: Shelf) -> None:
    kept = (await shelf.links())[shelf.ids[CHAIN]]
    changed = replace(MANIFEST, authors=[], dependencies={CHAIN: "^2.0.0"})

    await shelf.write(replace(RECORD, latest=changed))

    links = await shelf.links()
    assert list(links) == [shelf.ids[CHAIN]]
    assert links[shelf.ids[CHAIN]].id == kept.id
    assert links[shelf.ids[CHAIN]].metadata == {"range": "^2.0.0"}


async def test_a_readme_is_replaced_and_removed(shelf: Shelf) -> None:
    knowledge = KnowledgeRepository(shelf.database)
    before = await knowledge.documents_of([shelf.id])
    await shelf.write(replace(RECORD, latest=replace(MANIFEST, readme="# Purse")))
    after = await knowledge.documents_of([shelf.id])
    assert after[shelf.id].id == before[shelf.id].id
    assert after[shelf.id].text == "# Purse"

    await shelf.write(replace(RECORD, latest=replace(MANIFEST, readme=None)))

    assert await knowledge.documents_of([shelf.id]) == {}


async def test_a_package_that_was_removed_keeps_what_was_known(shelf: Shelf) -> None:
    before = await PluginRepository(shelf.database).get(shelf.id)

    await shelf.write(PackageRecord(name=WALLET, available=False))

    after = await PluginRepository(shelf.database).get(shelf.id)
    assert before
    assert after
    assert after.properties.available is False
    assert after.properties.latest_version == "1.0.0"
    assert after.properties.description == before.properties.description
    assert len(await shelf.links()) == 2


async def test_a_tarball_that_cannot_be_read_leaves_what_was_known(shelf: Shelf) -> None:
    newer = PackageVersion("1.1.0", PUBLISHED, "sha512-BBBB", None)
    record = replace(
        RECORD,
        versions=[*RECORD.versions, newer],
        dist_tags={"latest": "1.1.0"},
        latest=None,
        error="@acme/plugin-wallet@1.1.0: EINTEGRITY",
    )

    await shelf.write(record)

    plugin = await PluginRepository(shelf.database).get(shelf.id)
    assert plugin
    assert plugin.properties.latest_version == "1.1.0"
    assert plugin.properties.license == "MIT"
    assert "EINTEGRITY" in (plugin.properties.problem or "")
    assert await VersionRepository(shelf.database).of(shelf.id, "1.1.0")
    assert len(await shelf.links()) == 2


async def test_a_version_keeps_what_an_install_learnt_of_it(shelf: Shelf) -> None:
    versions = VersionRepository(shelf.database)
    await versions.collection.update_one({"plugin": shelf.id}, {"$set": {"artifact": "abc"}})

    await shelf.write(replace(RECORD, latest=replace(MANIFEST, description="Keeps more coins")))

    version = await versions.of(shelf.id, "1.0.0")
    assert version
    assert version.artifact == "abc"
    assert version.published_at == PUBLISHED
    assert version.core_range == "^1.7.0"


async def test_only_a_change_of_what_was_known_is_an_update(shelf: Shelf) -> None:
    await shelf.write(PackageRecord(name=WALLET, available=False))

    events = await shelf.database.collection(Event).find({"target": shelf.id}).sort("_id").to_list()
    assert [event["type"] for event in events] == ["plugin_discovered", "entity_updated"]
    assert events[-1]["metadata"]["available"] is False


async def test_a_batch_is_stored_whole_or_not_at_all(shelf: Shelf) -> None:
    changed = replace(RECORD, latest=replace(MANIFEST, licence="ISC"))
    nowhere = replace(changed, latest=replace(MANIFEST, dependencies={"@acme/unknown": "1"}))
    good = facts(changed, Listing(WALLET, NAMES[WALLET]), shelf.ids)
    bad = facts(nowhere, Listing(CHAIN, NAMES[CHAIN]), {"@acme/unknown"})
    batch = [PluginChange(shelf.id, good, first=False), PluginChange(shelf.ids[CHAIN], bad, True)]

    with pytest.raises(KeyError):
        await CatalogueWriter(shelf.database).write(batch, shelf.ids)

    plugin = await PluginRepository(shelf.database).get(shelf.id)
    assert plugin
    assert plugin.properties.license == "MIT"
