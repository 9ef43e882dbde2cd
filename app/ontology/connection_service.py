"""Connecting what a group sees, and disconnecting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.auth.caller import Caller
from app.database import Database, Duplicate, Session
from app.errors import InvalidInput, NotFound
from app.identifiers import Kind, kind_of
from app.ontology import vocabulary
from app.ontology.connection import Connection
from app.ontology.ends import Ends
from app.ontology.errors import AlreadyConnected
from app.ontology.event_type import EventType
from app.ontology.repositories import MEMBER_OF, ConnectionRepository, EventRepository
from app.ontology.values import checked_choice, checked_moment, checked_object

_TYPES = vocabulary.CONNECTION_TYPES - vocabulary.SERVER_CONNECTION_TYPES


@dataclass(frozen=True, slots=True)
class NewConnection:
    """What is to be connected; ``metadata`` as a client sent it."""

    group: str
    source: str
    target: str
    type: str
    strength: float | None = None
    metadata: object = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def connection(self) -> Connection:
        """The connection, checked.

        Raises:
            InvalidInput: a type that only the server writes, or a malformed value.
        """
        _check_type(self.type)
        if self.source == self.target:
            raise InvalidInput("`from` and `to` are the same.", "Connect two different nodes.")
        if self.strength is not None and not 0 <= self.strength <= 1:
            raise InvalidInput(f"strength is {self.strength}.", "0 to 1.")
        begins = checked_moment("validFrom", self.valid_from)
        ends = checked_moment("validTo", self.valid_to)
        if begins and ends and ends < begins:
            raise InvalidInput("validTo is before validFrom.", "Exchange them, or leave one out.")
        return Connection(
            type=checked_choice("type", self.type, _TYPES),
            source=self.source,
            target=self.target,
            group=self.group,
            strength=self.strength,
            metadata=checked_object("metadata", self.metadata),
            valid_from=begins,
            valid_to=ends,
        )


class ConnectionService:
    """Writes the connections that groups make; the server writes those of its own types."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connections = ConnectionRepository(database)
        self._ends = Ends(database)
        self._events = EventRepository(database)

    async def connect(self, caller: Caller, new: NewConnection) -> Connection:
        """Connect two nodes of a group, or one of them with a public one.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group, or no node of it.
            InvalidInput: two public nodes, a type of the server's own, or a malformed value.
            AlreadyConnected: the group has that connection.
        """
        caller.require(new.group)
        connection = new.connection()

        async def write(session: Session) -> Connection:
            await self._ends.check(session, new.source, new.target, new.group)
            await self._connections.insert(connection, session)
            await self._record(EventType.ENTITY_CREATED, connection, caller, session)
            return connection

        try:
            return await self._database.transact(write)
        except Duplicate:
            raise AlreadyConnected(
                f"The group connects the two by {new.type!r} already.",
                "Disconnect them first, or choose another type.",
            ) from None

    async def disconnect(self, caller: Caller, identifier: str) -> Connection:
        """Remove a connection and return it as it was; its event keeps what it said.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's to remove.
            InvalidInput: the server's own connection.
        """
        named = kind_of(identifier) is Kind.CONNECTION
        found = await self._connections.get(identifier) if named else None
        connection = caller.require_for("connection", identifier, found)
        _check_type(connection.type)

        async def write(session: Session) -> Connection:
            await self._ends.check_source(session, connection.source)
            if not await self._connections.remove(connection.id, session):
                raise NotFound.of("connection", identifier)
            await self._record(EventType.ENTITY_DELETED, connection, caller, session)
            return connection

        return await self._database.transact(write)

    async def _record(
        self, type_: EventType, connection: Connection, caller: Caller, session: Session
    ) -> None:
        await self._events.record(
            session,
            type_,
            target=connection.id,
            group=connection.group,
            actor=caller.person.id,
            metadata=_facts(connection),
        )


def _facts(connection: Connection) -> Mapping[str, Any]:
    return {
        "type": connection.type,
        "from": connection.source,
        "to": connection.target,
        "strength": connection.strength,
        "metadata": connection.metadata,
        "validFrom": _written(connection.valid_from),
        "validTo": _written(connection.valid_to),
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _check_type(type_: str) -> None:
    if type_ == MEMBER_OF:
        raise InvalidInput(
            "Memberships are not made like this.", "Use invitePerson, changeRole or removePerson."
        )
    if type_ in vocabulary.SERVER_CONNECTION_TYPES:
        raise InvalidInput(
            f"Connections of type {type_!r} are not made like this.",
            "The server writes them itself, as plugins are read and installed.",
        )
