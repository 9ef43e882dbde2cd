"""Who may ask for a sync, how often, and what is answered at once."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import ANONYMOUS, Principal
from app.catalog.sync import Sync, SyncState
from app.database import Database
from app.errors import NotAllowed, RateLimited, RegistryUnavailable, Unauthenticated
from app.ontology.person import Person
from app.ontology.role import Role
from app.record import now
from sandbox.registry.registry import Registry
from tests.app.catalog.world import NAMES, STARTER, World

ONE_NAME = {STARTER: NAMES[STARTER]}


@pytest.fixture
def world(database: Database, registry: Registry, tmp_path: Path) -> World:
    return World(database, registry, tmp_path, ONE_NAME, interval=300)


async def back_date(world: World, sync: Sync, seconds: int) -> None:
    then = now() - timedelta(seconds=seconds)
    await world.syncs.update({"_id": sync.id}, {"$set": {"created_at": then}})


class TestRequest:
    async def test_a_requested_sync_waits_with_a_journal(self, world: World) -> None:
        owner = await world.platform_owner()

        sync = await world.service.request(owner)

        assert world.queued.is_set()
        assert await world.service.latest() == sync
        assert sync.requested_by == owner.person.id
        entries = await world.told(sync)
        assert [entry.data["message"] for entry in entries] == ["Waiting"]

    async def test_a_second_one_within_the_interval_is_told_when(self, world: World) -> None:
        owner = await world.platform_owner()
        sync = await world.service.request(owner)
        await world.run()
        await back_date(world, sync, seconds=100)

        with pytest.raises(RateLimited) as refusal:
            await world.service.request(owner)

        assert refusal.value.hint
        assert "in 200 s" in refusal.value.hint or "in 199 s" in refusal.value.hint

    async def test_after_the_interval_it_is_possible_again(self, world: World) -> None:
        owner = await world.platform_owner()
        sync = await world.service.request(owner)
        await world.run()
        await back_date(world, sync, seconds=301)

        assert (await world.service.request(owner)).id != sync.id

    async def test_of_many_at_once_one_gets_through(self, world: World) -> None:
        owner = await world.platform_owner()

        answers = await asyncio.gather(
            *(world.service.request(owner) for _ in range(3)), return_exceptions=True
        )

        assert sorted(type(answer).__name__ for answer in answers) == [
            "RateLimited",
            "RateLimited",
            "Sync",
        ]

    async def test_the_servers_own_sync_is_handed_over_once(self, world: World) -> None:
        own = await world.service.request_at_start()
        assert own
        owner = await world.platform_owner()

        assert (await world.service.request(owner)).id == own.id
        with pytest.raises(RateLimited):
            await world.service.request(owner)

        await world.run()
        synced = await world.events.first({"type": "registry_synced"})
        assert synced
        assert synced.actor == owner.person.id

    async def test_a_failed_one_does_not_count(
        self, world: World, unreachable_registry: Registry, tmp_path: Path
    ) -> None:
        cut_off = World(world.database, unreachable_registry, tmp_path, ONE_NAME, interval=300)
        assert (await cut_off.sync()).state is SyncState.FAILED

        assert await world.service.request(await world.platform_owner())

    async def test_only_who_runs_the_catalogue_may_ask(self, world: World) -> None:
        member = Principal(
            Person(username="ada", display_name="Ada"), {"group_of_hers": Role.ORG_OWNER}
        )

        with pytest.raises(NotAllowed):
            await world.service.request(Caller(member, Permission.SYNC_CATALOGUE))
        with pytest.raises(Unauthenticated):
            await world.service.request(Caller(ANONYMOUS, Permission.SYNC_CATALOGUE))
        assert await world.service.latest() is None

    async def test_a_registry_that_does_not_answer_is_an_error_at_once(
        self, database: Database, unreachable_registry: Registry, tmp_path: Path
    ) -> None:
        cut_off = World(database, unreachable_registry, tmp_path, ONE_NAME)

        with pytest.raises(RegistryUnavailable, match="ECONNREFUSED"):
            await cut_off.service.request(await cut_off.platform_owner())

        assert await cut_off.service.latest() is None


class TestRequestAtStart:
    async def test_it_is_skipped_when_there_was_one_just_now(self, world: World) -> None:
        assert await world.service.request_at_start()
        assert await world.service.request_at_start() is None

        await world.run()

        assert await world.service.request_at_start() is None


class TestSeed:
    async def test_an_empty_catalogue_shows_the_names_of_the_index(self, world: World) -> None:
        await world.service.seed()

        assert (await world.plugin(STARTER)).properties.available is None

    async def test_an_index_that_cannot_be_read_stops_nothing(
        self, database: Database, registry: Registry, tmp_path: Path
    ) -> None:
        world = World(database, registry, tmp_path, names=[])

        await world.service.seed()

        assert (await world.stored())["Plugin"] == []
        assert (await world.sync()).state is SyncState.FAILED
