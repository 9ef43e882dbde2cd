"""From an issuer's token to a person of ours."""

from datetime import datetime
from typing import Self

from app.auth.identities import IdentityRepository
from app.auth.identity import Identity
from app.auth.issuer import Issuer
from app.auth.key_set import KeySet
from app.auth.key_source import KeySource
from app.auth.token_header import TokenHeader
from app.database import Database, Duplicate, Session
from app.errors import Unauthenticated
from app.identifiers import Kind, new_id
from app.ontology.event_type import EventType
from app.ontology.person import MAX_USERNAME, Person
from app.ontology.repositories import EventRepository
from app.settings import Settings


class Login:
    """Recognises the holders of an issuer's tokens; registers those who come first.

    A first login is given to the person who was invited by that address, if the issuer has
    verified it, or by that username, if the settings name the claim for it. Anybody else becomes
    a new person without memberships, or is refused, as the settings say.
    """

    def __init__(self, settings: Settings, database: Database, issuer: Issuer) -> None:
        self._database = database
        self._issuer = issuer
        self._people = IdentityRepository(database)
        self._events = EventRepository(database)
        self._username_claim = settings.oidc_username_claim
        self._create_people = settings.oidc_create_people

    @classmethod
    def configured(cls, settings: Settings, database: Database) -> Self | None:
        """The login through ``ONE_OIDC_ISSUER``; None when that is not set."""
        if settings.oidc_issuer is None or settings.oidc_audience is None:
            return None
        keys = KeySet(KeySource(settings.oidc_issuer, settings.oidc_jwks_url))
        return cls(settings, database, Issuer(settings.oidc_issuer, settings.oidc_audience, keys))

    async def person(self, token: str, header: TokenHeader) -> tuple[Person, datetime]:
        """The holder of a token, and when it expires.

        Raises:
            Unauthenticated: the token does not hold, or its holder has not been invited.
            ServiceUnavailable: the issuer's keys could never be read.
        """
        identity = await self._issuer.verify(token, header)
        person = await self._people.of(identity.key) or await self._register(identity)
        return person, identity.expires_at

    async def close(self) -> None:
        """Stop asking the issuer."""
        await self._issuer.close()

    async def _register(self, identity: Identity) -> Person:
        try:
            return await self._database.transact(lambda session: self._first(identity, session))
        except Duplicate:  # another login has just taken the account or the address
            return await self._people.of(identity.key) or await self._register(identity)

    async def _first(self, identity: Identity, session: Session) -> Person:
        person = await self._invited(identity, session) or await self._create(identity, session)
        await self._events.record(
            session,
            EventType.USER_REGISTERED,
            target=person.id,
            group=person.id,  # their own affair: an event without a group would be public
            actor=person.id,
        )
        return person

    async def _invited(self, identity: Identity, session: Session) -> Person | None:
        if email := identity.verified_email:
            person = await self._people.bind(identity.key, {"email": email}, session)
            if person:
                return person
        if not self._username_claim:
            return None
        username = identity.text(self._username_claim, MAX_USERNAME)
        return await self._people.bind(identity.key, {"username": username}, session)

    async def _create(self, identity: Identity, session: Session) -> Person:
        if not self._create_people:
            raise Unauthenticated(
                "Nobody has invited the holder of this token.", "Ask an owner of a group for it."
            )
        identifier, email = new_id(Kind.PERSON), identity.verified_email
        if email and await self._people.first({"email": email}, session=session):
            email = None  # it stays with the account that came first
        person = Person(
            id=identifier,
            username=identifier,
            display_name=identity.display_name,
            email=email,
            identity=identity.key,
        )
        return await self._people.insert(person, session)
