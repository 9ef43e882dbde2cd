"""What owners do to the things of their groups."""

import asyncio
from typing import Any

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.database import Database
from app.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from app.ontology import vocabulary
from app.ontology.errors import LimitReached
from app.ontology.group import Group
from app.ontology.repositories import ThingRepository
from app.ontology.role import Role
from app.ontology.thing import Thing
from app.ontology.thing_service import NewThing, ThingChange, ThingService
from app.settings import Settings
from tests.app.ontology.callers import caller, events, last_event, stranger

PERMISSION = Permission.MANAGE_DATA


@pytest.fixture(scope="module")
def service(database: Database) -> ThingService:
    return ThingService(database, Settings())


@pytest.fixture(scope="module")
async def owner(database: Database, demo: Group) -> Caller:
    assert demo
    return await caller(database, PERMISSION, Role.ORG_OWNER)


@pytest.fixture
async def thing(service: ThingService, owner: Caller, demo: Group) -> Thing:
    return await service.create(
        owner, NewThing(demo.id, "report", "Sales", properties={"year": 2026, "draft": None})
    )


async def stored(database: Database, identifier: str) -> Thing:
    found = await ThingRepository(database).get(identifier)
    assert found
    return found


class TestCreate:
    async def test_a_thing_is_stored_with_the_event_that_tells_of_it(
        self, database: Database, owner: Caller, demo: Group, thing: Thing
    ) -> None:
        kept = await stored(database, thing.id)
        assert (kept.type, kept.name, kept.status) == ("report", "Sales", "active")
        assert (kept.group, kept.properties) == (demo.id, {"year": 2026})
        event = await last_event(database, demo.id)
        assert (event["type"], event["target"]) == ("entity_created", thing.id)
        assert event["actor"] == owner.person.id
        assert event["metadata"] == {"type": "report", "name": "Sales"}

    @pytest.mark.parametrize("type_", sorted(vocabulary.AGENT_TYPES))
    async def test_agents_are_things_like_others(
        self, service: ThingService, owner: Caller, demo: Group, type_: str
    ) -> None:
        assert (await service.create(owner, NewThing(demo.id, type_, "Ann"))).type == type_

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"type": "nonsense"}, "type cannot be 'nonsense'"),
            ({"name": " "}, "name is empty"),
            ({"status": "archived"}, "status 'archived'"),
            ({"status": "new"}, "status cannot be 'new'"),
            ({"properties": {"$set": {}}}, "properties"),
            *(({"type": type_}, type_) for type_ in sorted(vocabulary.SERVER_THING_TYPES)),
        ],
    )
    async def test_what_is_malformed_is_named_and_leaves_nothing(
        self,
        database: Database,
        service: ThingService,
        owner: Caller,
        demo: Group,
        change: dict[str, Any],
        message: str,
    ) -> None:
        before = len(await events(database, demo.id))
        given = {"type": "report", "name": "Sales"} | change
        with pytest.raises(InvalidInput, match=message):
            await service.create(owner, NewThing(demo.id, **given))
        assert len(await events(database, demo.id)) == before

    async def test_a_full_group_gets_no_more(
        self, database: Database, owner: Caller, demo: Group, thing: Thing
    ) -> None:
        full = await ThingRepository(database).count({"group": thing.group})
        service = ThingService(database, Settings(things_per_group=full))
        with pytest.raises(LimitReached, match=f"{full} things"):
            await service.create(owner, NewThing(demo.id, "report", "Another"))
        service = ThingService(database, Settings(things_per_group=full + 1))
        assert await service.create(owner, NewThing(demo.id, "report", "Another"))

    async def test_only_owners_of_the_group_may(
        self, database: Database, service: ThingService, demo: Group
    ) -> None:
        new = NewThing(demo.id, "report", "Sales")
        for role in (Role.ORG_USER, Role.CUSTOMER):
            with pytest.raises(NotAllowed):
                await service.create(await caller(database, PERMISSION, role), new)
        for role, slug in ((Role.ORG_OWNER, "demo2"), (Role.PLATFORM_OWNER, None)):
            with pytest.raises(NotFound):
                await service.create(await caller(database, PERMISSION, role, slug), new)
        with pytest.raises(Unauthenticated):
            await service.create(stranger(PERMISSION), new)


class TestUpdate:
    async def test_properties_are_merged_and_null_removes_one(
        self, database: Database, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        change = ThingChange(name="Profit", properties={"year": None, "region": {"eu": True}})
        changed = await service.update(owner, thing.id, change)
        assert (changed.name, changed.properties) == ("Profit", {"region": {"eu": True}})
        assert (await stored(database, thing.id)).properties == changed.properties
        event = await last_event(database, str(thing.group))
        assert event["type"] == "entity_updated"
        assert event["metadata"]["fields"] == ["name"]
        assert event["metadata"]["properties"] == ["region", "year"]

    async def test_changes_at_once_are_all_kept(
        self, database: Database, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        changes = [ThingChange(properties={f"key{number}": number}) for number in range(8)]
        await asyncio.gather(*(service.update(owner, thing.id, change) for change in changes))
        properties = (await stored(database, thing.id)).properties
        assert properties == {"year": 2026} | {f"key{number}": number for number in range(8)}

    async def test_whoever_expects_an_older_version_changes_nothing(
        self, database: Database, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        read = thing.updated_at
        await service.update(owner, thing.id, ThingChange(name="First", expected=read))
        with pytest.raises(InvalidState, match="changed"):
            await service.update(owner, thing.id, ThingChange(name="Second", expected=read))
        assert (await stored(database, thing.id)).name == "First"

    async def test_each_version_is_later_than_the_one_before(
        self, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        met = [thing.updated_at]
        for number in range(5):
            changed = await service.update(owner, thing.id, ThingChange(name=f"Name {number}"))
            met.append(changed.updated_at)
        assert met == sorted(set(met))

    @pytest.mark.parametrize(
        "change",
        [
            *(ThingChange(), ThingChange(name=""), ThingChange(status="archived")),
            *(ThingChange(properties=[1]), ThingChange(properties={})),
            ThingChange(properties={"a": "x" * 70_000}),
        ],
    )
    async def test_what_is_malformed_changes_nothing(
        self,
        database: Database,
        service: ThingService,
        owner: Caller,
        thing: Thing,
        change: ThingChange,
    ) -> None:
        with pytest.raises(InvalidInput):
            await service.update(owner, thing.id, change)
        assert await stored(database, thing.id) == thing

    async def test_properties_cannot_grow_beyond_the_limit_step_by_step(
        self, database: Database, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        await service.update(owner, thing.id, ThingChange(properties={"a": "x" * 40_000}))
        with pytest.raises(InvalidInput, match="too large"):
            await service.update(owner, thing.id, ThingChange(properties={"b": "x" * 40_000}))
        assert "b" not in (await stored(database, thing.id)).properties

    async def test_what_the_group_does_not_own_is_not_there(
        self, database: Database, service: ThingService, owner: Caller, demo2: Group
    ) -> None:
        things = ThingRepository(database)
        public = await things.insert(Thing(type="report", name="public"))
        foreign = await things.insert(Thing(type="report", name="foreign", group=demo2.id))
        for identifier in (public.id, foreign.id, "thing_" + "0" * 24, "garbage", "\ud800"):
            with pytest.raises(NotFound):
                await service.update(owner, identifier, ThingChange(name="mine"))

    async def test_instances_are_changed_by_mutations_of_their_own(
        self, database: Database, service: ThingService, owner: Caller, demo: Group
    ) -> None:
        new = Thing(type=vocabulary.INSTANCE, name="i", group=demo.id)
        instance = await ThingRepository(database).insert(new)
        with pytest.raises(InvalidInput) as failure:
            await service.update(owner, instance.id, ThingChange(name="mine"))
        assert "configurePlugin" in str(failure.value.hint)
        with pytest.raises(InvalidInput):
            await service.archive(owner, instance.id)
        assert (await stored(database, instance.id)).status == "active"


class TestArchive:
    async def test_an_archived_thing_stays_and_can_be_brought_back(
        self, database: Database, service: ThingService, owner: Caller, thing: Thing
    ) -> None:
        assert (await service.archive(owner, thing.id)).status == "archived"
        event = await last_event(database, str(thing.group))
        assert (event["type"], event["target"]) == ("entity_archived", thing.id)
        with pytest.raises(InvalidState, match="already"):
            await service.archive(owner, thing.id)
        back = await service.update(owner, thing.id, ThingChange(status="active"))
        assert (back.status, back.properties) == ("active", {"year": 2026})

    async def test_a_user_of_the_group_cannot_archive(
        self, database: Database, service: ThingService, thing: Thing
    ) -> None:
        user = await caller(database, PERMISSION, Role.ORG_USER)
        with pytest.raises(NotAllowed):
            await service.archive(user, thing.id)
        customer = await caller(database, PERMISSION, Role.CUSTOMER)
        with pytest.raises(NotFound):
            await service.archive(customer, thing.id)
        assert (await stored(database, thing.id)).status == "active"
