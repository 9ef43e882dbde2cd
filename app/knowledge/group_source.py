"""What a group's knowledge may be about."""

import asyncio

from app.database import Database
from app.errors import NotFound
from app.identifiers import Kind, kind_of
from app.ontology.repositories import ConnectionRepository, PersonRepository, ThingRepository


class GroupSource:
    """Nodes that a group's people see: its own, and those of the public catalogue."""

    def __init__(self, database: Database) -> None:
        self._things = ThingRepository(database)
        self._people = PersonRepository(database)
        self._connections = ConnectionRepository(database)

    async def require(self, identifier: str, group: str) -> None:
        """Let pass the group itself, a thing, a member, or an author of public plugins.

        Raises:
            NotFound: it is none of these; the same answer for what does not exist.
        """
        kind = kind_of(identifier)
        known = identifier == group
        if kind is Kind.THING:
            known = await self._has_thing(identifier, group)
        elif kind is Kind.PERSON:
            known = await self._has_person(identifier, group)
        if not known:
            raise NotFound.of("source", identifier)

    async def _has_thing(self, identifier: str, group: str) -> bool:
        thing = await self._things.first({"_id": identifier, "group": {"$in": [None, group]}})
        return thing is not None

    async def _has_person(self, identifier: str, group: str) -> bool:
        person, membership = await asyncio.gather(
            self._people.get(identifier), self._connections.membership(identifier, group)
        )
        return membership is not None or (person is not None and person.public)
