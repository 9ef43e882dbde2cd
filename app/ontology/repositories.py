"""Access to the six dimensions in MongoDB."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.database import Session
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.thing import Thing
from app.record import now
from app.repository import Repository

DOCUMENTS = (Group, Person, Thing, Connection, Event, Knowledge)
MEMBER_OF = "member_of"
CREATED_BY = "plugin_created_by"


class GroupRepository(Repository[Group]):
    """Groups."""

    document = Group


class PersonRepository(Repository[Person]):
    """People."""

    document = Person


class ThingRepository(Repository[Thing]):
    """Things of every type."""

    document = Thing


class ConnectionRepository(Repository[Connection]):
    """Connections; a membership is one of type ``member_of`` from a person to a group."""

    document = Connection

    async def memberships(self, person: str) -> list[Connection]:
        """The groups that a person belongs to; ``metadata.role`` says as what."""
        return await self.find({"source": person, "type": MEMBER_OF})

    async def memberships_of(self, people: Sequence[str]) -> dict[str, list[Connection]]:
        """The memberships of several people, by person."""
        found: dict[str, list[Connection]] = {person: [] for person in people}
        for membership in await self.find({"source": {"$in": list(people)}, "type": MEMBER_OF}):
            found[membership.source].append(membership)
        return found

    async def authors_of(self, plugins: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the authors of several plugins, by plugin."""
        found: dict[str, list[str]] = {plugin: [] for plugin in plugins}
        for link in await self.find({"source": {"$in": list(plugins)}, "type": CREATED_BY}):
            found[link.source].append(link.target)
        return found

    async def end(self, source: str, session: Session) -> None:
        """What starts at ``source`` holds no longer."""
        await self.collection.update_many(
            {"source": source, "valid_to": None}, {"$set": {"valid_to": now()}}, session=session
        )

    async def member_with_role(self, group: str, role: str) -> Connection | None:
        """Someone who has that role in the group, the earliest first."""
        return await self.first({"target": group, "type": MEMBER_OF, "metadata.role": role})


class EventRepository(Repository[Event]):
    """Events, in commit order."""

    document = Event

    async def record(
        self,
        session: Session,
        type_: EventType,
        *,
        target: str,
        group: str | None = None,
        actor: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Event:
        """Write a fact in the transaction that makes it true."""
        event = Event(
            type=type_, actor=actor, target=target, group=group, metadata=dict(metadata or {})
        )
        return await self.insert(event, session)


class KnowledgeRepository(Repository[Knowledge]):
    """Texts and passages."""

    document = Knowledge

    async def document_of(self, source: str) -> Knowledge | None:
        """The whole text about a thing: a plugin's README."""
        return await self.first({"source": source, "type": "document"})

    async def documents_of(self, sources: Sequence[str]) -> dict[str, Knowledge]:
        """The whole texts about several things, by the thing's id."""
        found = await self.find({"source": {"$in": list(sources)}, "type": "document"})
        return {item.source: item for item in found if item.source}
