"""What a group's connections may lead from and to."""

from enum import Enum, auto

from app.database import Database, Session
from app.errors import InvalidInput, NotFound
from app.identifiers import Kind, kind_of
from app.ontology import vocabulary
from app.ontology.repositories import (
    ConnectionRepository,
    GroupRepository,
    PersonRepository,
    ThingRepository,
)


class _Side(Enum):
    OWN = auto()
    PUBLIC = auto()


class Ends:
    """Judges both ends of a connection, within the transaction that writes it."""

    def __init__(self, database: Database) -> None:
        self._groups = GroupRepository(database)
        self._people = PersonRepository(database)
        self._things = ThingRepository(database)
        self._connections = ConnectionRepository(database)

    async def check(self, session: Session, source: str, target: str, group: str) -> None:
        """Let pass things and members of ``group``, itself, and one public thing or author.

        Raises:
            NotFound: an end is unknown, or another group's: one answer.
            InvalidInput: both are public, or the connection would start at a plugin instance.
        """
        if Kind.PERSON in (kind_of(source), kind_of(target)):
            await self._groups.hold(group, session)  # nobody leaves it meanwhile
        sides = [await self._side(session, end, group) for end in (source, target)]
        if _Side.OWN not in sides:
            raise InvalidInput("Both ends are public.", "One of them must belong to the group.")
        await self.check_source(session, source)

    async def check_source(self, session: Session, source: str) -> None:
        """Refuse to touch what starts at a plugin instance.

        Raises:
            InvalidInput: only installs and uninstalls write there.
        """
        thing = await self._things.get(source, session)
        if thing and thing.type == vocabulary.INSTANCE:
            raise InvalidInput(
                "What starts at a plugin instance is not made like this.",
                "The server writes it as plugins are installed; connect in the other direction.",
            )

    async def _side(self, session: Session, identifier: str, group: str) -> _Side:
        kind = kind_of(identifier)
        side = None
        if kind is Kind.GROUP and identifier == group:
            side = _Side.OWN
        elif kind is Kind.THING:
            side = await self._side_of_thing(session, identifier, group)
        elif kind is Kind.PERSON:
            side = await self._side_of_person(session, identifier, group)
        if side is None:
            raise NotFound(
                f"There is no node {identifier!r} in the group or the public catalogue.",
                "Connect things, people, and the group itself.",
            )
        return side

    async def _side_of_thing(self, session: Session, identifier: str, group: str) -> _Side | None:
        thing = await self._things.get(identifier, session)
        if thing is None or thing.group not in (group, None):
            return None
        return _Side.OWN if thing.group else _Side.PUBLIC

    async def _side_of_person(self, session: Session, identifier: str, group: str) -> _Side | None:
        person = await self._people.get(identifier, session)
        if await self._connections.membership(identifier, group, session):
            return _Side.OWN
        return _Side.PUBLIC if person and person.public else None
