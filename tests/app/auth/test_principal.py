"""What a caller may do where."""

from datetime import timedelta

import pytest

from app.auth.key_ring import GivenKeys
from app.auth.permission import Permission
from app.auth.principal import ANONYMOUS, Principal
from app.auth.service import AuthService
from app.auth.tokens import issue
from app.commands.person import person_with
from app.database import Database
from app.errors import NotAllowed, NotFound, Unauthenticated
from app.ontology.bootstrap import Bootstrap
from app.ontology.connection import Connection
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, GroupRepository, PersonRepository
from app.ontology.role import Role

KEY = "k" * 32
P = Permission

PLATFORM = {P.SYNC_CATALOGUE, P.CREATE_TENANT, P.REVOKE_VERSIONS, P.UPLOAD_PLUGINS}


@pytest.fixture(scope="module")
async def service(database: Database) -> AuthService:
    await Bootstrap(database).run()
    return AuthService(GivenKeys(KEY), PersonRepository(database), ConnectionRepository(database))


async def principal_of(
    service: AuthService, database: Database, role: Role, group: str | None
) -> Principal:
    person = await person_with(database, role, group)
    return await service.principal(person)


async def test_rights_are_those_of_the_role_in_that_group(
    service: AuthService, database: Database
) -> None:
    demo = await GroupRepository(database).first({"slug": "demo"})
    other = await GroupRepository(database).first({"slug": "demo2"})
    assert demo
    assert other
    expected = {
        Role.ORG_OWNER: set(P) - PLATFORM,
        Role.ORG_USER: {P.READ_GROUP, P.READ_DATA, P.EXECUTE},
        Role.CUSTOMER: {P.READ_GROUP},
    }
    for role, rights in expected.items():
        principal = await principal_of(service, database, role, "demo")
        assert {right for right in P if principal.may(right, demo.id)} == rights
        assert not any(principal.may(right, other.id) for right in P)
        assert not any(principal.may(right, None) for right in P)


async def test_the_platform_owner_runs_the_catalogue_and_enters_no_group(
    service: AuthService, database: Database
) -> None:
    owner = await principal_of(service, database, Role.PLATFORM_OWNER, None)
    assert owner.platform_owner
    assert {right for right in P if owner.may(right, None)} == PLATFORM
    for group in await GroupRepository(database).find({}):
        assert not any(owner.may(right, group.id) for right in P)


async def test_a_membership_that_ends_ends_the_rights(
    service: AuthService, database: Database
) -> None:
    person = await person_with(database, Role.ORG_USER, "demo2")
    token = f"Bearer {issue(KEY, person, timedelta(minutes=1))}"
    assert (await service.authenticate(token)).roles
    await database.collection(Connection).delete_one({"source": person})
    assert not (await service.authenticate(token)).roles
    await database.collection(Person).delete_one({"_id": person})
    with pytest.raises(Unauthenticated):
        await service.authenticate(token)


def test_what_is_refused_depends_on_what_the_caller_may_know() -> None:
    member = Principal(Person(username="a", display_name="A"), {"group_1": Role.CUSTOMER})
    with pytest.raises(Unauthenticated):
        ANONYMOUS.require(P.READ_GROUP, "group_1")
    with pytest.raises(NotFound):
        member.require(P.READ_GROUP, "group_2")
    with pytest.raises(NotAllowed) as failure:
        member.require(P.MANAGE_PLUGINS, "group_1")
    assert failure.value.hint == "Ask someone who is org_owner."
    member.require(P.READ_GROUP, "group_1")
