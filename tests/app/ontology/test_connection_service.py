"""What groups connect, and with what."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.commands.person import person_with
from app.database import Database
from app.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from app.ontology import vocabulary
from app.ontology.connection import Connection
from app.ontology.connection_service import ConnectionService, NewConnection
from app.ontology.errors import AlreadyConnected
from app.ontology.group import Group
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, PersonRepository, ThingRepository
from app.ontology.role import Role
from app.ontology.thing import Thing
from tests.app.ontology.callers import caller, last_event, stranger

PERMISSION = Permission.MANAGE_DATA
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def service(database: Database) -> ConnectionService:
    return ConnectionService(database)


@pytest.fixture(scope="module")
async def owner(database: Database, demo: Group) -> Caller:
    assert demo
    return await caller(database, PERMISSION, Role.ORG_OWNER)


@pytest.fixture(scope="module")
async def ids(database: Database, demo: Group, demo2: Group) -> dict[str, str]:
    """Nodes of demo, of demo2, and of the public catalogue."""
    things, people = ThingRepository(database), PersonRepository(database)
    found = {
        "group": demo.id,
        "other group": demo2.id,
        "member": await person_with(database, Role.ORG_USER, "demo"),
        "foreign member": await person_with(database, Role.ORG_USER, "demo2"),
        "platform owner": await person_with(database, Role.PLATFORM_OWNER, None),
    }
    author = Person(username="npm:ada", display_name="Ada", public=True)
    found["author"] = (await people.insert(author)).id
    for name, group, type_ in (
        ("thing", demo.id, "report"),
        ("agent", demo.id, "sales_agent"),
        ("instance", demo.id, vocabulary.INSTANCE),
        ("foreign thing", demo2.id, "report"),
        ("public thing", None, "report"),
        ("plugin", None, vocabulary.PLUGIN),
    ):
        found[name] = (await things.insert(Thing(type=type_, name=name, group=group))).id
    return found


@pytest.fixture
def new(ids: dict[str, str], demo: Group) -> NewConnection:
    return NewConnection(demo.id, ids["agent"], ids["thing"], "authored")


class TestConnect:
    async def test_all_that_is_said_of_it_is_stored_and_told(
        self, database: Database, service: ConnectionService, owner: Caller, new: NewConnection
    ) -> None:
        full = replace(
            new,
            type="powers",
            strength=0.5,
            metadata={"a": {"b": 1}},
            valid_from=BEGIN.replace(tzinfo=None),
            valid_to=END,
        )
        made = await service.connect(owner, full)
        assert await ConnectionRepository(database).get(made.id) == made
        assert (made.source, made.target, made.group) == (new.source, new.target, new.group)
        assert (made.strength, made.metadata) == (0.5, {"a": {"b": 1}})
        assert (made.valid_from, made.valid_to) == (BEGIN, END)
        event = await last_event(database, new.group)
        assert (event["type"], event["target"]) == ("entity_created", made.id)
        assert event["metadata"] == {
            "type": "powers",
            "from": new.source,
            "to": new.target,
            "strength": 0.5,
            "metadata": {"a": {"b": 1}},
            "validFrom": "2026-01-01T00:00:00+00:00",
            "validTo": "2026-02-01T00:00:00+00:00",
        }

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            *(("member", "thing"), ("thing", "group"), ("group", "agent"), ("agent", "instance")),
            *(("agent", "plugin"), ("public thing", "thing"), ("author", "group")),
        ],
    )
    async def test_a_groups_nodes_are_connected_with_each_other_and_with_public_ones(
        self,
        service: ConnectionService,
        owner: Caller,
        demo: Group,
        ids: dict[str, str],
        source: str,
        target: str,
    ) -> None:
        made = NewConnection(demo.id, ids[source], ids[target], "references")
        assert await service.connect(owner, made)

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            *(("thing", "foreign thing"), ("foreign thing", "public thing")),
            *(("foreign member", "thing"), ("platform owner", "thing"), ("thing", "other group")),
        ],
    )
    async def test_what_belongs_to_others_is_not_there(
        self,
        database: Database,
        service: ConnectionService,
        owner: Caller,
        demo: Group,
        ids: dict[str, str],
        source: str,
        target: str,
    ) -> None:
        before = await ConnectionRepository(database).count({})
        new = NewConnection(demo.id, ids[source], ids[target], "references")
        with pytest.raises(NotFound, match="no node"):
            await service.connect(owner, new)
        assert await ConnectionRepository(database).count({}) == before

    @pytest.mark.parametrize("identifier", ["garbage", "", "\ud800", "event_" + "0" * 24])
    async def test_what_is_no_node_is_not_there(
        self, service: ConnectionService, owner: Caller, new: NewConnection, identifier: str
    ) -> None:
        for wish in (replace(new, source=identifier), replace(new, target=identifier)):
            with pytest.raises(NotFound):
                await service.connect(owner, wish)

    async def test_the_same_twice_is_refused_and_each_group_has_its_own(
        self, database: Database, service: ConnectionService, owner: Caller, ids: dict[str, str]
    ) -> None:
        other = await caller(database, PERMISSION, Role.ORG_OWNER, "demo2")
        for who, group in ((owner, ids["group"]), (other, ids["other group"])):
            wish = NewConnection(group, ids["plugin"], group, "part_of")
            assert await service.connect(who, wish)
            with pytest.raises(AlreadyConnected):
                await service.connect(who, wish)
            assert await service.connect(who, replace(wish, type="references"))

    async def test_two_groups_connect_the_same_public_things_apart(
        self, database: Database, ids: dict[str, str]
    ) -> None:
        connections = ConnectionRepository(database)
        ends = {"source": ids["plugin"], "target": ids["public thing"], "type": "references"}
        for group in (ids["group"], ids["other group"], None):
            await connections.insert(Connection(**ends, group=group))
        assert await connections.count(ends) == 3

    @pytest.mark.parametrize(
        "change",
        [
            *({"strength": value} for value in (-0.1, 1.1, float("nan"), float("inf"))),
            *({"type": name} for name in ("nonsense", *sorted(vocabulary.SERVER_CONNECTION_TYPES))),
            *({"metadata": []}, {"metadata": {"$a": 1}}, {"metadata": {"a": "x" * 70_000}}),
            {"valid_from": END, "valid_to": BEGIN},
        ],
    )
    async def test_what_is_malformed_leaves_nothing(
        self,
        database: Database,
        service: ConnectionService,
        owner: Caller,
        new: NewConnection,
        change: dict[str, Any],
    ) -> None:
        before = await ConnectionRepository(database).count({})
        with pytest.raises(InvalidInput):
            await service.connect(owner, replace(new, **change))
        assert await ConnectionRepository(database).count({}) == before

    @pytest.mark.parametrize(
        ("source", "target", "message"),
        [
            ("plugin", "public thing", "public"),
            ("author", "plugin", "public"),
            ("thing", "thing", "same"),
            ("instance", "plugin", "instance"),
        ],
    )
    async def test_ends_that_a_group_cannot_connect_are_named(
        self,
        service: ConnectionService,
        owner: Caller,
        demo: Group,
        ids: dict[str, str],
        source: str,
        target: str,
        message: str,
    ) -> None:
        wish = NewConnection(demo.id, ids[source], ids[target], "part_of")
        with pytest.raises(InvalidInput, match=message):
            await service.connect(owner, wish)

    async def test_memberships_have_mutations_of_their_own(
        self, service: ConnectionService, owner: Caller, new: NewConnection, ids: dict[str, str]
    ) -> None:
        wish = replace(new, source=ids["author"], target=ids["group"], type="member_of")
        with pytest.raises(InvalidInput) as failure:
            await service.connect(owner, wish)
        assert "invitePerson" in str(failure.value.hint)

    async def test_only_owners_of_the_group_may(
        self, database: Database, service: ConnectionService, new: NewConnection
    ) -> None:
        with pytest.raises(NotAllowed):
            await service.connect(await caller(database, PERMISSION, Role.ORG_USER), new)
        other = await caller(database, PERMISSION, Role.ORG_OWNER, "demo2")
        with pytest.raises(NotFound):
            await service.connect(other, new)
        with pytest.raises(Unauthenticated):
            await service.connect(stranger(PERMISSION), new)


class TestDisconnect:
    async def test_it_is_gone_and_its_event_keeps_what_it_said(
        self, database: Database, service: ConnectionService, owner: Caller, new: NewConnection
    ) -> None:
        made = await service.connect(owner, replace(new, type="clone_of", metadata={"a": 1}))
        assert await service.disconnect(owner, made.id) == made
        assert await ConnectionRepository(database).get(made.id) is None
        event = await last_event(database, new.group)
        assert (event["type"], event["target"]) == ("entity_deleted", made.id)
        assert event["metadata"]["from"] == new.source
        assert event["metadata"]["metadata"] == {"a": 1}
        with pytest.raises(NotFound):
            await service.disconnect(owner, made.id)
        assert await service.connect(owner, replace(new, type="clone_of"))

    async def test_what_the_server_connected_stays(
        self, database: Database, service: ConnectionService, owner: Caller, ids: dict[str, str]
    ) -> None:
        connections = ConnectionRepository(database)
        group, instance = ids["group"], ids["instance"]
        made = [
            Connection(type="plugin_installed_in", source=instance, target=group, group=group),
            Connection(type="part_of", source=instance, target=ids["plugin"], group=group),
        ]
        membership = await connections.member_with_role(group, Role.ORG_USER)
        assert membership
        for connection in (await connections.insert(made[0]), await connections.insert(made[1])):
            with pytest.raises(InvalidInput):
                await service.disconnect(owner, connection.id)
        with pytest.raises(InvalidInput):
            await service.disconnect(owner, membership.id)
        assert await connections.get(membership.id)

    async def test_what_is_public_or_anothers_is_not_there(
        self, database: Database, service: ConnectionService, owner: Caller, ids: dict[str, str]
    ) -> None:
        connections = ConnectionRepository(database)
        for group in (None, ids["other group"]):
            made = await connections.insert(
                Connection(type="powers", source=ids["plugin"], target=ids["author"], group=group)
            )
            with pytest.raises(NotFound):
                await service.disconnect(owner, made.id)
        for identifier in ("garbage", "\ud800", ids["thing"]):
            with pytest.raises(NotFound):
                await service.disconnect(owner, identifier)
