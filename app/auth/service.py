"""From a token to a caller."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.auth.execution_tokens import ExecutionScope, verify_execution_token
from app.auth.key_ring import KeyRing
from app.auth.login import Login
from app.auth.principal import ANONYMOUS, Principal
from app.auth.public_key import ACCEPTED
from app.auth.token_header import read_header
from app.auth.tokens import verify
from app.errors import Unauthenticated
from app.ontology.connection import Connection
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, PersonRepository
from app.ontology.role import Role
from app.telemetry.request_context import recognised

_SCHEME = "bearer "


class AuthService:
    """Recognises callers: by this server's own tokens, and by an issuer's where one is set."""

    def __init__(
        self,
        keys: KeyRing,
        people: PersonRepository,
        connections: ConnectionRepository,
        login: Login | None = None,
    ) -> None:
        self._keys = keys
        self._people = people
        self._connections = connections
        self._login = login

    async def authenticate(self, authorization: str | None) -> Principal:
        """The caller behind an ``Authorization`` header; a stranger when there is none.

        Raises:
            Unauthenticated: the header holds no valid token of a known person.
            ServiceUnavailable: the token is an issuer's, whose keys could never be read.
        """
        if not authorization:
            return ANONYMOUS
        principal = await self._recognise(_bearer(authorization))
        recognised(principal.require_person().id)
        return principal

    async def authenticate_execution(
        self, authorization: str | None
    ) -> tuple[Principal, ExecutionScope]:
        """The caller behind an execution token, with the rights of this moment, and its scope.

        Raises:
            Unauthenticated: the header holds no valid execution token of a known person.
        """
        scope = verify_execution_token(self._keys, _bearer(authorization or ""))
        principal = await self.principal(scope.person)
        recognised(scope.person)
        return principal, scope

    async def refresh(self, principal: Principal) -> Principal:
        """The same caller with the rights of this moment; a stranger stays one.

        Raises:
            Unauthenticated: the caller's token has expired, or the person is gone.
        """
        if principal.person is None:
            return principal
        if principal.expires_at is not None and principal.expires_at <= datetime.now(UTC):
            raise Unauthenticated("The token has expired.", "Connect again with a new token.")
        current = await self.principal(principal.person.id)
        return replace(current, expires_at=principal.expires_at)

    async def principal(self, person_id: str) -> Principal:
        """The person with the rights of this moment.

        Raises:
            Unauthenticated: there is no such person any more.
        """
        person, memberships = await asyncio.gather(
            self._people.get(person_id), self._connections.memberships(person_id)
        )
        if person is None:
            raise Unauthenticated("The token's person is not here.", "Make a new token.")
        return _principal(person, memberships)

    async def _recognise(self, token: str) -> Principal:
        header = read_header(token)
        if self._login is None or header.algorithm not in ACCEPTED:
            claims = verify(self._keys, token)
            return replace(await self.principal(claims.person), expires_at=claims.expires_at)
        person, expires_at = await self._login.person(token, header)
        return _principal(person, await self._connections.memberships(person.id), expires_at)


def _bearer(authorization: str) -> str:
    if not authorization.lower().startswith(_SCHEME):
        raise Unauthenticated(
            "The Authorization header has another form.", "Send 'Authorization: Bearer TOKEN'."
        )
    return authorization[len(_SCHEME) :].strip()


def _principal(
    person: Person, memberships: Sequence[Connection], expires_at: datetime | None = None
) -> Principal:
    roles = {membership.target: Role(membership.metadata["role"]) for membership in memberships}
    return Principal(person, roles, expires_at)
