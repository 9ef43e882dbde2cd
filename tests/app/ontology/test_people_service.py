"""Who belongs to a group, and as what."""

import asyncio

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.database import Database
from app.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from app.identifiers import Kind, renamed
from app.ontology.connection import Connection
from app.ontology.connection_service import ConnectionService, NewConnection
from app.ontology.errors import AlreadyMember, LastOwner, LimitReached
from app.ontology.event_type import RIGHTS_EVENTS
from app.ontology.group import Group
from app.ontology.invitation import Invitation
from app.ontology.people_service import PeopleService
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, PersonRepository, ThingRepository
from app.ontology.role import Role
from app.ontology.thing import Thing
from app.settings import Settings
from tests.app.ontology.callers import caller, calling, events, last_event, stranger
from tests.mongodb_commands import Sent, commands

PERMISSION = Permission.MANAGE_GROUP
OWNER, USER = Role.ORG_OWNER, Role.ORG_USER
UNKNOWN = f"membership_{'0' * 24}"


@pytest.fixture(scope="module")
def service(database: Database) -> PeopleService:
    return PeopleService(database, Settings())


@pytest.fixture(scope="module")
async def owner(database: Database, demo: Group) -> Caller:
    assert demo
    return await caller(database, PERMISSION, OWNER)


@pytest.fixture(scope="module")
async def owner2(database: Database, demo2: Group) -> Caller:
    assert demo2
    return await caller(database, PERMISSION, OWNER, "demo2")


async def member(database: Database, group: Group, role: Role) -> Connection:
    found = await ConnectionRepository(database).member_with_role(group.id, role)
    assert found
    return found


async def person_of(database: Database, membership: Connection) -> Person:
    found = await PersonRepository(database).get(membership.source)
    assert found
    return found


def place(membership: Connection) -> str:
    """The id by which clients know a membership."""
    return renamed(membership.id, Kind.MEMBERSHIP)


class TestInvite:
    async def test_somebody_new_belongs_to_the_group_at_once(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        invitation = Invitation(email=" Eve@Example.org ", display_name="Eve")
        membership = await service.invite(owner, demo.id, invitation, USER)
        person = await person_of(database, membership)
        assert (person.email, person.display_name) == ("eve@example.org", "Eve")
        assert not person.public
        rights = (await calling(database, PERMISSION, person.id)).principal.roles
        assert rights == {demo.id: USER}
        invited, joined = (await events(database, demo.id))[-2:]
        assert (invited["type"], joined["type"]) == ("user_invited_to_group", "user_joined_group")
        for event in (invited, joined):
            assert (event["target"], event["group"]) == (demo.id, demo.id)
            assert event["actor"] == owner.person.id
            assert event["metadata"] == {"person": person.id, "role": "org_user"}

    async def test_somebody_of_another_group_joins_as_they_are(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        for name, invitation in {
            "demo2-org-user": Invitation(username="demo2-org-user", display_name="Changed"),
            "demo2-customer": Invitation(email="CUSTOMER@demo2.example", username="else"),
        }.items():
            before = await PersonRepository(database).first({"username": name})
            membership = await service.invite(owner, demo.id, invitation, Role.CUSTOMER)
            assert await person_of(database, membership) == before

    async def test_an_address_decides_even_when_another_has_the_username(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        invitation = Invitation(email="new@example.org", username="demo2-org-owner")
        person = await person_of(database, await service.invite(owner, demo.id, invitation, USER))
        assert person.username.startswith("demo2-org-owner-")
        assert person.email == "new@example.org"

    async def test_whoever_is_here_already_and_whoever_is_new_take_the_same_commands(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        for name in ("ada", "bob"):
            known = Person(username=name, display_name=name, email=f"{name}@example.org")
            await PersonRepository(database).insert(known)

        async def sent_for(invitation: Invitation) -> Sent:
            with commands() as sent:
                await service.invite(owner, demo.id, invitation, USER)
            return sent

        by_email = await sent_for(Invitation(email="ada@example.org"))
        assert by_email == await sent_for(Invitation(email="nobody@example.org"))
        by_username = await sent_for(Invitation(username="bob"))
        assert by_username == await sent_for(Invitation(username="nobody"))
        assert ("findAndModify", "people") in by_email

    async def test_two_groups_that_invite_an_address_at_once_mean_one_person(
        self,
        service: PeopleService,
        owner: Caller,
        owner2: Caller,
        demo: Group,
        demo2: Group,
    ) -> None:
        for number in range(5):
            invitation = Invitation(email=f"twice{number}@example.org")
            first, second = await asyncio.gather(
                service.invite(owner, demo.id, invitation, USER),
                service.invite(owner2, demo2.id, invitation, USER),
            )
            assert first.source == second.source

    async def test_a_member_is_not_invited_again_even_at_once(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        invitation = Invitation(email="again@example.org")
        wishes = (service.invite(owner, demo.id, invitation, USER) for _ in range(4))
        outcomes = await asyncio.gather(*wishes, return_exceptions=True)
        assert [type(each) for each in outcomes].count(AlreadyMember) == 3
        before = len(await events(database, demo.id))
        with pytest.raises(AlreadyMember):
            await service.invite(owner, demo.id, invitation, OWNER)
        assert len(await events(database, demo.id)) == before

    async def test_a_full_group_takes_nobody_and_adds_nobody(
        self, database: Database, owner2: Caller, demo2: Group
    ) -> None:
        full = await ConnectionRepository(database).count({"target": demo2.id})
        service = PeopleService(database, Settings(people_per_group=full + 1))
        wishes = (
            service.invite(owner2, demo2.id, Invitation(email=f"full{number}@example.org"), USER)
            for number in range(4)
        )
        outcomes = await asyncio.gather(*wishes, return_exceptions=True)
        assert [type(each) for each in outcomes].count(LimitReached) == 3
        added = await PersonRepository(database).count({"email": {"$regex": "^full"}})
        assert added == 1

    @pytest.mark.parametrize(
        ("invitation", "role"),
        [
            (Invitation(), USER),
            *((Invitation(email=text), USER) for text in ("", "x", "a@b", "a b@c.d", "\ud800@b.c")),
            *((Invitation(username=text), USER) for text in ("", "npm:eve", "-a", "a" * 101)),
            (Invitation(email="a@b.example", username="no name"), USER),
            (Invitation(email="a@b.example", display_name=" "), USER),
            (Invitation(email="a@b.example"), Role.PLATFORM_OWNER),
            (Invitation(username="platform-owner"), USER),
        ],
    )
    async def test_what_is_malformed_adds_nobody(
        self,
        database: Database,
        service: PeopleService,
        owner: Caller,
        demo: Group,
        invitation: Invitation,
        role: Role,
    ) -> None:
        before = await PersonRepository(database).count({})
        with pytest.raises(InvalidInput):
            await service.invite(owner, demo.id, invitation, role)
        assert await PersonRepository(database).count({}) == before

    async def test_only_owners_of_the_group_may(
        self, database: Database, service: PeopleService, demo: Group
    ) -> None:
        ann = Invitation(email="ann@example.org")
        with pytest.raises(NotAllowed):
            await service.invite(await caller(database, PERMISSION, USER), demo.id, ann, USER)
        for role, slug in ((OWNER, "demo2"), (Role.PLATFORM_OWNER, None)):
            outsider = await caller(database, PERMISSION, role, slug)
            with pytest.raises(NotFound):
                await service.invite(outsider, demo.id, ann, USER)
        with pytest.raises(Unauthenticated):
            await service.invite(stranger(PERMISSION), demo.id, ann, USER)
        assert await PersonRepository(database).first({"email": "ann@example.org"}) is None


class TestChangeRole:
    async def test_the_rights_are_those_of_the_new_role_at_once(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        invited = await service.invite(owner, demo.id, Invitation(email="up@example.org"), USER)
        changed = await service.change_role(owner, place(invited), OWNER)
        assert changed.metadata["role"] == "org_owner"
        rights = (await calling(database, PERMISSION, invited.source)).principal
        assert rights.may(PERMISSION, demo.id)
        event = await last_event(database, demo.id)
        assert (event["type"], event["group"]) == ("group_updated", demo.id)
        assert event["metadata"] == {"person": invited.source, "role": "org_owner"}
        await service.change_role(owner, place(invited), USER)
        rights = (await calling(database, PERMISSION, invited.source)).principal
        assert not rights.may(PERMISSION, demo.id)

    async def test_nobody_gets_the_catalogue_like_this(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        user = await member(database, demo, USER)
        with pytest.raises(InvalidInput):
            await service.change_role(owner, place(user), Role.PLATFORM_OWNER)
        assert await member(database, demo, USER) == user

    async def test_what_is_no_membership_of_the_callers_group_is_not_there(
        self, database: Database, service: PeopleService, owner: Caller, demo2: Group
    ) -> None:
        foreign = await member(database, demo2, USER)
        for identifier in (place(foreign), foreign.id, demo2.id, UNKNOWN, "garbage", "\ud800"):
            with pytest.raises(NotFound):
                await service.change_role(owner, identifier, Role.CUSTOMER)
            with pytest.raises(NotFound):
                await service.remove(owner, identifier)
        user = await caller(database, PERMISSION, USER, "demo2")
        with pytest.raises(NotAllowed):
            await service.change_role(user, place(foreign), OWNER)


class TestRemove:
    async def test_the_rights_end_and_so_do_the_connections_in_the_group(
        self, database: Database, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        invited = await service.invite(owner, demo.id, Invitation(email="out@example.org"), USER)
        thing = await ThingRepository(database).insert(
            Thing(type="report", name="r", group=demo.id)
        )
        new = NewConnection(demo.id, invited.source, thing.id, "authored")
        await ConnectionService(database).connect(
            Caller(owner.principal, Permission.MANAGE_DATA), new
        )
        assert await service.remove(owner, place(invited)) == invited
        assert not (await calling(database, PERMISSION, invited.source)).principal.roles
        left = {"$or": [{"source": invited.source}, {"target": invited.source}]}
        assert await ConnectionRepository(database).count(left) == 0
        event = await last_event(database, demo.id)
        assert (event["type"], event["group"]) == ("user_removed_from_group", demo.id)
        assert event["metadata"] == {
            "person": invited.source,
            "role": "org_user",
            "connections": 1,
        }
        with pytest.raises(NotFound):
            await service.remove(owner, place(invited))

    async def test_whoever_was_removed_can_be_invited_again(
        self, service: PeopleService, owner: Caller, demo: Group
    ) -> None:
        back = Invitation(email="back@example.org")
        first = await service.invite(owner, demo.id, back, USER)
        await service.remove(owner, place(first))
        again = await service.invite(owner, demo.id, back, USER)
        assert again.source == first.source


class TestLastOwner:
    async def test_the_last_owner_stays(
        self, database: Database, service: PeopleService, owner2: Caller, demo2: Group
    ) -> None:
        own = await member(database, demo2, OWNER)
        before = len(await events(database, demo2.id))
        with pytest.raises(LastOwner):
            await service.remove(owner2, place(own))
        with pytest.raises(LastOwner):
            await service.change_role(owner2, place(own), USER)
        assert await member(database, demo2, OWNER) == own
        assert len(await events(database, demo2.id)) == before
        assert (await service.change_role(owner2, place(own), OWNER)).metadata["role"] == OWNER

    async def test_owners_who_leave_at_once_cannot_leave_the_group_without_one(
        self, database: Database, service: PeopleService, owner2: Caller, demo2: Group
    ) -> None:
        for number in range(5):
            owners = [await member(database, demo2, OWNER)]
            invitation = Invitation(email=f"co{number}@example.org")
            owners.append(await service.invite(owner2, demo2.id, invitation, OWNER))
            outcomes = await asyncio.gather(
                service.remove(owner2, place(owners[1])),
                service.change_role(owner2, place(owners[0]), USER),
                return_exceptions=True,
            )
            assert [type(each) for each in outcomes].count(LastOwner) == 1
            left = {"target": demo2.id, "metadata.role": "org_owner"}
            assert await ConnectionRepository(database).count(left) == 1


async def test_events_that_change_rights_name_the_person(
    database: Database, service: PeopleService, owner: Caller, demo: Group
) -> None:
    invited = await service.invite(owner, demo.id, Invitation(email="r@example.org"), USER)
    await service.change_role(owner, place(invited), Role.CUSTOMER)
    await service.remove(owner, place(invited))
    told = [event for event in await events(database, demo.id) if event["type"] in RIGHTS_EVENTS]
    assert [event["metadata"]["person"] for event in told[-3:]] == [invited.source] * 3
    assert {event["type"] for event in told} == set(RIGHTS_EVENTS)
