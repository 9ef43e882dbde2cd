"""The authors of plugins among the people."""

from collections.abc import Collection

from app.database import Session
from app.ontology.person import AUTHOR_PREFIX, MAX_USERNAME, Person
from app.ontology.repositories import PersonRepository


class AuthorRepository(PersonRepository):
    """People whom packages name; the same name is taken for the same person."""

    async def ids(self, names: Collection[str], session: Session) -> dict[str, str]:
        """The person's id for each name; who is new is added."""
        wanted = {username(name): name for name in names}
        found = await self._stored(list(wanted), session)
        new = [
            Person(username=key, display_name=name, public=True)
            for key, name in wanted.items()
            if key not in found
        ]
        await self.insert_many(new, session)
        found |= {person.username: person.id for person in new}
        return {name: found[username(name)] for name in names}

    async def _stored(self, usernames: list[str], session: Session) -> dict[str, str]:
        rows = self.collection.find(
            {"username": {"$in": usernames}}, {"username": 1}, session=session
        )
        return {row["username"]: row["_id"] async for row in rows}


def username(name: str) -> str:
    """What an author is known by: ``npm:shaw-walters``."""
    short = "-".join(name.casefold().split())[: MAX_USERNAME - len(AUTHOR_PREFIX)]
    return AUTHOR_PREFIX + short
