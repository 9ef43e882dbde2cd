"""Who the holder of an issuer's token becomes here."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.auth.key_ring import GivenKeys
from app.auth.login import Login
from app.auth.principal import ANONYMOUS, Principal
from app.auth.service import AuthService
from app.auth.tokens import issue
from app.commands.person import person_with
from app.database import Database
from app.errors import Unauthenticated
from app.ontology.bootstrap import PLATFORM_OWNER, Bootstrap
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, EventRepository, PersonRepository
from app.ontology.role import Role
from app.settings import Settings
from tests.openid_provider import AUDIENCE, Provider, SigningKey

KEY = "k" * 32
_numbers = itertools.count()


@pytest.fixture(scope="module", autouse=True)
async def people(database: Database) -> PersonRepository:
    await Bootstrap(database).run()
    return PersonRepository(database)


@pytest.fixture
async def auth(database: Database, openid: Provider) -> AsyncIterator[AuthService]:
    login = login_of(database, openid)
    yield service(database, login)
    await login.close()


def login_of(database: Database, openid: Provider, **settings: str | bool) -> Login:
    given = {"oidc_issuer": openid.issuer, "oidc_audience": AUDIENCE, **settings}
    login = Login.configured(Settings.model_validate(given), database)
    assert login
    return login


def service(database: Database, login: Login | None = None) -> AuthService:
    people, connections = PersonRepository(database), ConnectionRepository(database)
    return AuthService(GivenKeys(KEY), people, connections, login)


def bearer(token: str) -> str:
    return f"Bearer {token}"


def person_of(principal: Principal) -> Person:
    assert principal.person
    return principal.person


async def invited(people: PersonRepository, *, public: bool = False) -> Person:
    name = f"invited-{next(_numbers)}"
    person = Person(username=name, email=f"{name}@org.example", display_name=name, public=public)
    return await people.insert(person)


async def registrations(database: Database, person: Person) -> list[dict[str, Any]]:
    events = await EventRepository(database).find({"target": person.id, "type": "user_registered"})
    return [{"actor": event.actor, "group": event.group} for event in events]


class TestAuthenticate:
    async def test_own_tokens_hold_beside_the_issuers(
        self, auth: AuthService, database: Database, openid: Provider
    ) -> None:
        owner = await person_with(database, Role.ORG_OWNER, "demo")
        principal = await auth.authenticate(bearer(issue(KEY, owner, timedelta(hours=1))))
        assert principal.id == owner
        assert principal.roles
        assert openid.asked == []

    async def test_the_end_of_the_token_is_the_callers(
        self, auth: AuthService, database: Database, openid: Provider
    ) -> None:
        owner = await person_with(database, Role.ORG_OWNER, "demo")
        for token in (issue(KEY, owner, timedelta(minutes=5)), openid.token()):
            expires_at = (await auth.authenticate(bearer(token))).expires_at
            assert expires_at
            assert timedelta(minutes=4) < expires_at - datetime.now(UTC) < timedelta(minutes=6)

    async def test_an_issuer_that_is_not_set_is_not_believed(
        self, database: Database, openid: Provider
    ) -> None:
        with pytest.raises(Unauthenticated, match="not one of this server's"):
            await service(database).authenticate(bearer(openid.token()))
        assert openid.asked == []

    async def test_an_own_key_does_not_prove_an_account_nor_the_reverse(
        self, auth: AuthService, database: Database, openid: Provider
    ) -> None:
        owner = await person_with(database, Role.ORG_OWNER, "demo")
        assert (await auth.authenticate(bearer(openid.token(owner)))).id != owner
        posing = SigningKey.generate("first")
        with pytest.raises(Unauthenticated):
            await auth.authenticate(bearer(posing.sign(openid.claims())))


class TestRefresh:
    async def test_a_stranger_stays_one(self, auth: AuthService) -> None:
        assert await auth.refresh(ANONYMOUS) is ANONYMOUS

    async def test_rights_are_those_of_the_moment_and_the_end_stays(
        self, auth: AuthService, database: Database
    ) -> None:
        owner = await person_with(database, Role.ORG_USER, "demo2")
        before = await auth.authenticate(bearer(issue(KEY, owner, timedelta(hours=1))))
        await ConnectionRepository(database).collection.delete_many({"source": owner})
        after = await auth.refresh(before)
        assert (before.id, before.expires_at) == (after.id, after.expires_at)
        assert before.roles
        assert not after.roles

    async def test_it_ends_with_the_token_and_with_the_person(
        self, auth: AuthService, people: PersonRepository
    ) -> None:
        person = await invited(people)
        past = datetime.now(UTC) - timedelta(seconds=1)
        with pytest.raises(Unauthenticated, match="expired"):
            await auth.refresh(Principal(person, expires_at=past))
        await people.collection.delete_one({"_id": person.id})
        with pytest.raises(Unauthenticated, match="not here"):
            await auth.refresh(Principal(person))


class TestPerson:
    async def test_an_account_is_the_same_person_each_time(
        self, auth: AuthService, database: Database, openid: Provider
    ) -> None:
        claims = {"name": "Anna", "email": "Anna@Org.example", "email_verified": True}
        first = person_of(await auth.authenticate(bearer(openid.token("anna", **claims))))
        again = await auth.authenticate(bearer(openid.token("anna", name="Other")))
        assert again.id == first.id
        assert not again.roles
        assert (first.display_name, first.email) == ("Anna", "anna@org.example")
        assert first.identity == f"{openid.issuer} anna"
        assert not first.platform_owner
        assert await registrations(database, first) == [{"actor": first.id, "group": first.id}]

    async def test_a_hundred_first_requests_make_one_person(
        self, auth: AuthService, database: Database, openid: Provider
    ) -> None:
        token = bearer(openid.token("crowd"))
        callers = await asyncio.gather(*(auth.authenticate(token) for _ in range(100)))
        assert len({caller.id for caller in callers}) == 1
        assert len(await registrations(database, person_of(callers[0]))) == 1

    async def test_the_invited_is_known_by_a_verified_address(
        self, auth: AuthService, people: PersonRepository, database: Database, openid: Provider
    ) -> None:
        expected = await invited(people)
        email = str(expected.email).upper()
        caller = await auth.authenticate(
            bearer(openid.token("guest", email=email, email_verified=True))
        )
        assert caller.id == expected.id
        assert (await auth.authenticate(bearer(openid.token("guest")))).id == expected.id
        assert len(await registrations(database, expected)) == 1

    @pytest.mark.parametrize("verified", [False, None, "true", 1])
    async def test_an_address_that_is_not_verified_proves_nothing(
        self, auth: AuthService, people: PersonRepository, openid: Provider, verified: object
    ) -> None:
        target = await invited(people)
        token = openid.token(f"thief {verified}", email=target.email, email_verified=verified)
        caller = person_of(await auth.authenticate(bearer(token)))
        assert caller.id != target.id
        assert caller.email is None

    async def test_an_account_that_is_bound_is_not_given_to_another(
        self, auth: AuthService, people: PersonRepository, openid: Provider
    ) -> None:
        target = await invited(people)
        claims = {"email": target.email, "email_verified": True}
        first = await auth.authenticate(bearer(openid.token("bound", **claims)))
        second = await auth.authenticate(bearer(openid.token("late", **claims)))
        assert first.id == target.id
        assert second.id != target.id
        assert person_of(second).email is None

    async def test_neither_an_author_nor_whoever_runs_the_platform_is_bound(
        self, database: Database, people: PersonRepository, openid: Provider
    ) -> None:
        login = login_of(database, openid, oidc_username_claim="preferred_username")
        author = await invited(people, public=True)
        for username in (PLATFORM_OWNER, author.username):
            claims = {"email_verified": True, "preferred_username": username}
            token = openid.token(f"posing {username}", email=author.email, **claims)
            caller = person_of(await service(database, login).authenticate(bearer(token)))
            assert caller.username == caller.id
            assert not caller.platform_owner

    async def test_a_username_counts_only_where_a_claim_is_named_for_it(
        self, auth: AuthService, database: Database, people: PersonRepository, openid: Provider
    ) -> None:
        target = await invited(people)
        claims = {"preferred_username": target.username, "login": "nobody"}
        stranger = await auth.authenticate(bearer(openid.token("unnamed", **claims)))
        assert stranger.id != target.id
        login = login_of(database, openid, oidc_username_claim="preferred_username")
        token = openid.token("named", **claims)
        caller = await service(database, login).authenticate(bearer(token))
        assert caller.id == target.id

    async def test_where_people_are_not_created_only_the_invited_come_in(
        self, database: Database, people: PersonRepository, openid: Provider
    ) -> None:
        auth = service(database, login_of(database, openid, oidc_create_people=False))
        before = await people.count({})
        with pytest.raises(Unauthenticated, match="invited"):
            await auth.authenticate(bearer(openid.token("uninvited")))
        assert await people.count({}) == before
        target = await invited(people)
        token = openid.token("welcome", email=target.email, email_verified=True)
        assert (await auth.authenticate(bearer(token))).id == target.id

    @pytest.mark.parametrize("field", ["identity", "email"])
    async def test_people_are_found_by_an_index(self, people: PersonRepository, field: str) -> None:
        plan = await people.collection.find({field: "a", "public": {"$ne": True}}).explain()
        assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])
