"""Real packages, read into a real database."""

from pathlib import Path

import pytest

from app.catalog.plugin import Plugin
from app.catalog.repository import VersionRepository
from app.catalog.sync import SyncState
from app.database import Database
from app.ontology.event import Event
from app.ontology.repositories import ConnectionRepository, KnowledgeRepository, PersonRepository
from app.record import now
from sandbox.registry.registry import Registry
from tests.app.catalog.world import CLASSIC, LEASE, MISSING, NAMES, OPENAI, PDF, STARTER, World


@pytest.fixture
def world(database: Database, registry: Registry, tmp_path: Path) -> World:
    return World(database, registry, tmp_path)


class TestRun:
    async def test_a_first_sync_fills_the_catalogue(self, world: World) -> None:
        sync = await world.sync()

        assert sync.state is SyncState.SUCCEEDED
        assert (sync.done, sync.total, sync.failure) == (5, 5, None)
        openai = (await world.plugin(OPENAI)).properties
        assert openai.available is True
        assert openai.verified is True
        assert openai.title == "Openai"
        assert openai.category == "model"
        assert openai.repository == "https://github.com/elizaos-plugins/plugin-openai"
        assert openai.latest_version
        assert openai.published_at
        assert openai.published_at < now()
        assert "js-tiktoken" in openai.dependencies
        key = next(each for each in openai.settings if each.key == "OPENAI_API_KEY")
        assert key.secret
        assert key.declared

    async def test_every_published_version_is_stored(self, world: World) -> None:
        await world.sync()

        plugin = await world.plugin(OPENAI)
        versions = VersionRepository(world.database)
        names = await versions.names(plugin.id)
        latest = await versions.of(plugin.id, plugin.properties.latest_version or "")
        assert len(names) == len(set(names)) >= 10
        assert latest
        assert latest.integrity
        assert latest.integrity.startswith("sha512-")
        assert latest.core_range
        assert latest.published_at == plugin.properties.published_at
        assert "OPENAI_BASE_URL" in [setting.key for setting in latest.settings]

    async def test_a_readme_becomes_a_document_about_its_plugin(self, world: World) -> None:
        await world.sync()

        plugin = await world.plugin(PDF)
        readme = (await KnowledgeRepository(world.database).documents_of([plugin.id]))[plugin.id]
        assert readme.text
        assert "pdf" in readme.text.lower()
        assert readme.metadata == {"field": "readme"}

    async def test_what_a_template_left_unfilled_is_no_fact(self, world: World) -> None:
        await world.sync()

        plugin = await world.plugin(STARTER)  # its author is "${GITHUB_USERNAME}"
        authors = await ConnectionRepository(world.database).authors_of([plugin.id])
        assert authors == {plugin.id: []}
        assert "$" not in (plugin.properties.description or "")
        assert plugin.properties.repository == f"https://{NAMES[STARTER]}".replace(
            "github:", "github.com/"
        )

    async def test_a_name_that_the_registry_lacks_is_unavailable(self, world: World) -> None:
        sync = await world.sync()

        missing = (await world.plugin(MISSING)).properties
        assert missing.available is False
        assert missing.latest_version is None
        assert missing.title == "That Nobody Ever Published"
        assert sync.message.startswith("4 available, 1 not on the registry")

    async def test_each_new_plugin_is_an_event_and_so_is_the_sync(self, world: World) -> None:
        sync = await world.sync()

        types = await world.event_types()
        assert types == ["plugin_discovered"] * 5 + ["registry_synced"]
        synced = await world.events.first({"type": "registry_synced"})
        assert synced
        assert synced.target == sync.id
        assert synced.metadata["available"] == 4
        assert synced.metadata["missing"] == 1
        assert synced.metadata["discovered"] == 5

    async def test_a_second_sync_writes_nothing(self, world: World) -> None:
        await world.sync()
        before = await world.stored()
        world.listener.heard.clear()

        again = await world.sync()

        assert again.message.endswith("0 changed")
        assert await world.stored() == before
        assert (await world.event_types())[-2:] == ["registry_synced"] * 2
        assert world.listener.heard == []

    async def test_the_index_hears_of_every_plugin_that_changed(self, world: World) -> None:
        await world.sync()

        ids = [(await world.plugin(name)).id for name in NAMES]
        assert sorted(world.listener.heard) == sorted(ids)

    async def test_what_installs_found_out_survives(self, world: World) -> None:
        await world.sync()
        plugin = await world.plugin(OPENAI)
        capability = {"kind": "MODEL", "name": "TEXT_SMALL", "similes": [], "methods": []}
        found = {"key": "OPENAI_FOUND", "sources": ["SCANNED"]}
        await world.database.collection(Plugin).update_one(
            {"_id": plugin.id},
            {
                "$set": {
                    "properties.capabilities": [capability],
                    "properties.install_count": 3,
                    "properties.digest": "of something older",
                },
                "$push": {"properties.settings": found},
            },
        )

        await world.sync()

        after = (await world.plugin(OPENAI)).properties
        assert [each.name for each in after.capabilities] == ["TEXT_SMALL"]
        assert after.install_count == 3
        assert after.settings[-1].key == "OPENAI_FOUND"
        assert len(after.settings) == len(plugin.properties.settings) + 1
        assert (await world.event_types())[-2:] == ["entity_updated", "registry_synced"]

    async def test_progress_never_falls_and_ends_with_a_final_entry(self, world: World) -> None:
        sync = await world.sync()

        entries = await world.told(sync)
        done = [entry.data["done"] for entry in entries]
        assert done == sorted(done)
        assert done[-1] == entries[-1].data["total"] == 5
        assert [entry.seq for entry in entries] == list(range(len(entries)))
        assert [entry.final for entry in entries] == [False] * (len(entries) - 1) + [True]
        assert entries[-1].data["failure"] is None

    async def test_no_account_is_touched_by_an_authors_name(self, world: World) -> None:
        owner = await world.platform_owner()

        await world.sync()

        people = await PersonRepository(world.database).find({})
        assert [person for person in people if not person.username.startswith("npm:")] == [
            owner.person
        ]


class TestUnreachable:
    async def test_the_catalogue_of_yesterday_stays(
        self, world: World, unreachable_registry: Registry, tmp_path: Path
    ) -> None:
        await world.sync()
        before = await world.stored()
        more = NAMES | {"@elizaos/plugin-new-today": "github:elizaos-plugins/plugin-new-today"}
        cut_off = World(world.database, unreachable_registry, tmp_path, more)

        sync = await cut_off.sync()

        assert sync.state is SyncState.FAILED
        assert sync.failure
        assert sync.failure.code == "REGISTRY_UNAVAILABLE"
        assert "ECONNREFUSED" in sync.failure.message
        assert await world.stored() == before

    async def test_its_failure_is_told_once_and_last(
        self, database: Database, unreachable_registry: Registry, tmp_path: Path
    ) -> None:
        cut_off = World(database, unreachable_registry, tmp_path)

        sync = await cut_off.sync()

        last = (await cut_off.told(sync))[-1]
        assert last.final
        assert last.data["failure"]["code"] == "REGISTRY_UNAVAILABLE"
        events = await database.collection(Event).find().to_list()
        assert [(event["type"], event["target"]) for event in events] == [
            ("registry_sync_failed", sync.id)
        ]

    async def test_an_index_of_another_shape_changes_nothing(
        self, database: Database, registry: Registry, tmp_path: Path
    ) -> None:
        world = World(database, registry, tmp_path, names=[CLASSIC])

        sync = await world.sync()

        assert sync.failure
        assert sync.failure.code == "REGISTRY_UNAVAILABLE"
        assert "1 to 20000 names" in sync.failure.message
        assert (await world.stored())["Plugin"] == []


class TestRecover:
    async def test_an_interrupted_sync_is_run_again(self, world: World) -> None:
        await world.service.request_at_start()
        lost = await world.runner.claim("a server that dies", LEASE)
        assert lost

        await world.runner.recover(lost)
        sync = await world.run()

        assert sync.id == lost.id
        assert sync.state is SyncState.SUCCEEDED
        assert sync.attempts == 2

    async def test_after_three_attempts_it_has_failed(self, world: World) -> None:
        await world.service.request_at_start()
        for _ in range(3):
            lost = await world.runner.claim("a server that dies", LEASE)
            assert lost
            await world.runner.recover(lost)

        sync = await world.service.latest()
        assert sync
        assert sync.state is SyncState.FAILED
        assert sync.failure
        assert sync.failure.code == "EXECUTOR_LOST"
        assert (await world.told(sync))[-1].final
        assert await world.service.request_at_start()

    async def test_a_runner_that_lost_its_sync_records_nothing_more(self, world: World) -> None:
        await world.service.request_at_start()
        slow = await world.runner.claim("a slow server", LEASE)
        assert slow
        await world.runner.recover(slow)
        taken = await world.runner.claim("another server", LEASE)
        assert taken

        await world.runner.run(slow)

        sync = await world.syncs.get(slow.id)
        assert sync
        assert (sync.state, sync.owner) == (SyncState.RUNNING, "another server")
        assert (await world.stored())["Plugin"] == []
