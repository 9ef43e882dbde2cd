"""Names become plugins before anything is known of their packages."""

import asyncio
import time
from pathlib import Path

from app.catalog.discovery import Discovery
from app.catalog.index import NameIndex, Names
from app.catalog.repository import PluginRepository
from app.database import Database
from app.ontology.event import Event
from app.settings import BUNDLED_INDEX
from sandbox.registry.registry import Registry
from tests.app.catalog.world import NAMES, World


async def bundled() -> Names:
    return await NameIndex(str(BUNDLED_INDEX)).read()


async def test_the_bundled_names_are_all_there_at_once(database: Database) -> None:
    names = await bundled()
    started = time.monotonic()

    assert await Discovery(database).add(names) == len(names)

    assert time.monotonic() - started < 2
    assert (await PluginRepository(database).known()).keys() == names.keys()
    events = await database.collection(Event).find().to_list()
    assert {event["type"] for event in events} == {"plugin_discovered"}
    assert len({event["target"] for event in events}) == len(names)


async def test_they_are_described_as_far_as_is_known(database: Database) -> None:
    await Discovery(database).add(await bundled())

    discord = await PluginRepository(database).by_name("@elizaos/client-discord")
    assert discord
    assert discord.properties.available is None
    assert discord.properties.title == "Discord Client"
    assert discord.properties.category == "social"
    assert discord.properties.verified is True
    payments = await PluginRepository(database).by_name("@asterpay/plugin-payments")
    assert payments
    assert payments.properties.verified is False
    assert "payment" in (payments.properties.description or "")
    assert payments.properties.repository == "https://github.com/AsterPay/plugin-payments"


async def test_two_servers_that_start_together_add_each_name_once(database: Database) -> None:
    names = await bundled()

    added = await asyncio.gather(*(Discovery(database).add(names) for _ in range(2)))

    assert sum(added) == len(names)
    assert await PluginRepository(database).count({}) == len(names)
    assert await database.collection(Event).count_documents({}) == len(names)


async def test_a_sync_adds_only_what_is_new(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    first = dict(list(NAMES.items())[:2])
    await Discovery(database).add(first)
    world = World(database, registry, tmp_path)

    await world.sync()

    synced = await world.events.first({"type": "registry_synced"})
    assert synced
    assert synced.metadata["discovered"] == len(NAMES) - len(first)
