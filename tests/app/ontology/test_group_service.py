"""Groups within groups, tenants, and their names."""

import asyncio
from typing import Any

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.database import Database
from app.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from app.ontology.errors import LimitReached, SlugTaken
from app.ontology.group import Group, Plan
from app.ontology.group_service import GroupService, NewGroup
from app.ontology.invitation import Invitation
from app.ontology.repositories import ConnectionRepository, GroupRepository, PersonRepository
from app.ontology.role import Role
from app.settings import Settings
from tests.app.ontology.callers import caller, calling, events, group_named, last_event, stranger

MANAGE, TENANT = Permission.MANAGE_GROUP, Permission.CREATE_TENANT


@pytest.fixture(scope="module")
def service(database: Database) -> GroupService:
    return GroupService(database, Settings())


@pytest.fixture(scope="module")
async def owner(database: Database, demo: Group) -> Caller:
    assert demo
    return await caller(database, MANAGE, Role.ORG_OWNER)


@pytest.fixture(scope="module")
async def platform_owner(database: Database, demo: Group) -> Caller:
    assert demo
    return await caller(database, TENANT, Role.PLATFORM_OWNER, None)


async def everything(database: Database) -> tuple[int, int, int]:
    kinds = (GroupRepository, PersonRepository, ConnectionRepository)
    groups, people, connections = [await kind(database).count({}) for kind in kinds]
    return groups, people, connections


class TestCreateChild:
    async def test_its_creator_owns_it_and_nobody_else_enters(
        self, database: Database, service: GroupService, owner: Caller, demo: Group
    ) -> None:
        new = NewGroup("sales", "Sales", "community")
        child = await service.create_child(owner, demo.id, new)
        assert (child.parent, child.depth, child.plan) == (demo.id, 1, Plan.ENTERPRISE)
        members = await ConnectionRepository(database).find({"target": child.id})
        assert [(each.source, each.metadata) for each in members] == [
            (owner.person.id, {"role": "org_owner"})
        ]
        told = await events(database, child.id)
        assert [event["type"] for event in told] == ["group_created", "user_joined_group"]
        assert told[1]["metadata"] == {"person": owner.person.id, "role": "org_owner"}

    async def test_rights_do_not_pass_down(
        self, database: Database, service: GroupService, owner: Caller, demo: Group
    ) -> None:
        child = await service.create_child(owner, demo.id, NewGroup("closed", "Closed"))
        with pytest.raises(NotFound):  # with the rights of before
            await service.create_child(owner, child.id, NewGroup("within", "Within"))
        now = await calling(database, MANAGE, owner.person.id)
        within = await service.create_child(now, child.id, NewGroup("within", "Within"))
        assert within.depth == 2

    async def test_a_slug_is_taken_once_by_those_who_want_it_at_once(
        self, database: Database, service: GroupService, owner: Caller, demo: Group
    ) -> None:
        new = NewGroup("wanted", "Wanted")
        wishes = (service.create_child(owner, demo.id, new) for _ in range(4))
        outcomes = await asyncio.gather(*wishes, return_exceptions=True)
        assert sorted(type(each).__name__ for each in outcomes) == ["Group", *["SlugTaken"] * 3]
        found = await GroupRepository(database).find({"slug": "wanted"})
        members = await ConnectionRepository(database).find({"source": owner.person.id})
        assert len([each for each in members if each.target == found[0].id]) == 1

    async def test_groups_lie_within_each_other_as_deep_as_the_setting_says(
        self, database: Database, owner: Caller, demo: Group
    ) -> None:
        service = GroupService(database, Settings(group_depth=2))
        parent = demo
        for number in range(2):
            now = await calling(database, MANAGE, owner.person.id)
            parent = await service.create_child(now, parent.id, NewGroup(f"deep{number}", "Deep"))
        now = await calling(database, MANAGE, owner.person.id)
        with pytest.raises(LimitReached, match="2 others"):
            await service.create_child(now, parent.id, NewGroup("deeper", "Deeper"))

    async def test_a_full_group_takes_no_more_even_at_once(
        self, database: Database, demo2: Group
    ) -> None:
        owner = await caller(database, MANAGE, Role.ORG_OWNER, "demo2")
        service = GroupService(database, Settings(groups_per_group=2))
        wishes = (
            service.create_child(owner, demo2.id, NewGroup(f"part{number}", "Part"))
            for number in range(5)
        )
        outcomes = await asyncio.gather(*wishes, return_exceptions=True)
        assert [type(each) for each in outcomes].count(LimitReached) == 3
        assert await GroupRepository(database).count({"parent": demo2.id}) == 2

    @pytest.mark.parametrize(
        "change",
        [
            *({"slug": slug} for slug in ("", "A", "a_b", "-a", "a-", "a\n", "a" * 65, "\ud800")),
            *({"name": ""}, {"name": "x" * 201}, {"type": "nonsense"}),
        ],
    )
    async def test_what_is_malformed_leaves_nothing(
        self,
        database: Database,
        service: GroupService,
        owner: Caller,
        demo: Group,
        change: dict[str, Any],
    ) -> None:
        before = await everything(database)
        new = NewGroup(**({"slug": "fine", "name": "Fine"} | change))
        with pytest.raises(InvalidInput):
            await service.create_child(owner, demo.id, new)
        assert await everything(database) == before

    async def test_only_owners_of_the_parent_may(
        self, database: Database, service: GroupService, demo: Group
    ) -> None:
        new = NewGroup("never", "Never")
        with pytest.raises(NotAllowed):
            await service.create_child(await caller(database, MANAGE, Role.ORG_USER), demo.id, new)
        for role, slug in ((Role.ORG_OWNER, "demo2"), (Role.PLATFORM_OWNER, None)):
            with pytest.raises(NotFound):
                await service.create_child(await caller(database, MANAGE, role, slug), demo.id, new)
        with pytest.raises(Unauthenticated):
            await service.create_child(stranger(MANAGE), demo.id, new)


class TestCreateTenant:
    async def test_the_named_person_owns_it_and_the_platform_owner_stays_outside(
        self, database: Database, service: GroupService, platform_owner: Caller
    ) -> None:
        ann = Invitation(email="Ann@Acme.Example", display_name="Ann")
        new = NewGroup("acme", "Acme", "business")
        group = await service.create_tenant(platform_owner, new, Plan.PRO, ann)
        assert (group.parent, group.depth, group.plan) == (None, 0, Plan.PRO)
        members = await ConnectionRepository(database).find({"target": group.id})
        assert [each.metadata["role"] for each in members] == ["org_owner"]
        person = await PersonRepository(database).get(members[0].source)
        assert person
        assert (person.email, person.display_name) == ("ann@acme.example", "Ann")
        told = [event["type"] for event in await events(database, group.id)]
        assert told == ["group_created", "user_invited_to_group", "user_joined_group"]

    async def test_somebody_can_own_several(
        self, database: Database, service: GroupService, platform_owner: Caller
    ) -> None:
        bob = Invitation(email="bob@acme.example")
        for slug in ("one", "two"):
            await service.create_tenant(platform_owner, NewGroup(slug, slug), Plan.FREE, bob)
        assert await PersonRepository(database).count({"email": "bob@acme.example"}) == 1

    @pytest.mark.parametrize(
        ("slug", "owner", "error"),
        [
            ("demo", Invitation(email="new@acme.example"), SlugTaken),
            ("other", Invitation(), InvalidInput),
            ("other", Invitation(username="platform-owner"), InvalidInput),
            ("Other", Invitation(email="new@acme.example"), InvalidInput),
        ],
    )
    async def test_an_error_leaves_neither_group_nor_person(
        self,
        database: Database,
        service: GroupService,
        platform_owner: Caller,
        slug: str,
        owner: Invitation,
        error: type[Exception],
    ) -> None:
        before = await everything(database)
        with pytest.raises(error):
            await service.create_tenant(platform_owner, NewGroup(slug, "X"), Plan.FREE, owner)
        assert await everything(database) == before

    async def test_owners_of_groups_may_not(
        self, database: Database, service: GroupService
    ) -> None:
        owner = await caller(database, TENANT, Role.ORG_OWNER)
        with pytest.raises(NotAllowed):
            await service.create_tenant(owner, NewGroup("x", "X"), Plan.FREE, Invitation())
        with pytest.raises(Unauthenticated):
            await service.create_tenant(
                stranger(TENANT), NewGroup("x", "X"), Plan.FREE, Invitation()
            )


class TestUpdate:
    async def test_name_and_type_change_and_the_event_says_to_what(
        self, database: Database, service: GroupService, owner: Caller, demo: Group
    ) -> None:
        changed = await service.update(owner, demo.id, "Demonstration", "business")
        assert (changed.name, changed.type, changed.slug) == ("Demonstration", "business", "demo")
        assert (await group_named(database, "demo")).name == "Demonstration"
        event = await last_event(database, demo.id)
        assert event["type"] == "group_updated"
        assert event["metadata"] == {"name": "Demonstration", "type": "business"}

    @pytest.mark.parametrize(("name", "type_"), [(None, None), ("", None), (None, "nonsense")])
    async def test_what_is_malformed_changes_nothing(
        self,
        database: Database,
        service: GroupService,
        owner: Caller,
        demo: Group,
        name: str | None,
        type_: str | None,
    ) -> None:
        before = await group_named(database, "demo")
        with pytest.raises(InvalidInput):
            await service.update(owner, demo.id, name, type_)
        assert await group_named(database, "demo") == before

    async def test_another_groups_owner_does_not_find_it(
        self, database: Database, service: GroupService, demo: Group
    ) -> None:
        other = await caller(database, MANAGE, Role.ORG_OWNER, "demo2")
        with pytest.raises(NotFound):
            await service.update(other, demo.id, "Mine", None)
