"""From a token to a caller."""

import asyncio

from app.auth.principal import ANONYMOUS, Principal
from app.auth.tokens import verify
from app.errors import Unauthenticated
from app.ontology.repositories import ConnectionRepository, PersonRepository
from app.ontology.role import Role

_SCHEME = "bearer "


class AuthService:
    """Recognises callers."""

    def __init__(
        self, key: str, people: PersonRepository, connections: ConnectionRepository
    ) -> None:
        self._key = key
        self._people = people
        self._connections = connections

    async def authenticate(self, authorization: str | None) -> Principal:
        """The caller behind an ``Authorization`` header; a stranger when there is none.

        Raises:
            Unauthenticated: the header holds no valid token of a known person.
        """
        if not authorization:
            return ANONYMOUS
        if not authorization.lower().startswith(_SCHEME):
            raise Unauthenticated(
                "The Authorization header has another form.", "Send 'Authorization: Bearer TOKEN'."
            )
        return await self.principal(verify(self._key, authorization[len(_SCHEME) :].strip()))

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
        return Principal(person, {m.target: Role(m.metadata["role"]) for m in memberships})
