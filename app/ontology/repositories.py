"""Access to the six dimensions in MongoDB."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.errors import OperationFailure

from app.database import Row, Session
from app.ontology import vocabulary
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.invitation import Invitation
from app.ontology.knowledge import Knowledge
from app.ontology.person import AUTHOR_PREFIX, Person
from app.ontology.plugin_policy import PluginPolicy
from app.ontology.thing import Thing
from app.record import now
from app.repository import Query, Repository

DOCUMENTS = (Group, Person, Thing, Connection, Event, Knowledge)
MEMBER_OF = vocabulary.MEMBER_OF
CREATED_BY = "plugin_created_by"
ENTRY_TYPES = frozenset({"document", "label"})  # of knowledge that stands for itself
MEMORY = "memory"  # of an agent; its plugins write it
CHUNK = "chunk"  # a part of an entry, or a passage about a thing
_FORMER_INDEX = "source_1_type_1_target_1"
_NO_SUCH_INDEX = 27


class GroupRepository(Repository[Group]):
    """Groups."""

    document = Group

    def load(self, row: Row) -> Group:
        """The group behind a stored row."""
        row["plugin_policy"] = PluginPolicy.model_validate(row.get("plugin_policy") or {})
        return super().load(row)

    async def hold(self, identifier: str, session: Session) -> Group | None:
        """The group, which no other transaction changes in this way before this one ends."""
        return await self.update({"_id": identifier}, {"$inc": {"revision": 1}}, session)

    async def children(self, identifier: str, session: Session) -> int:
        """How many groups lie directly in a group."""
        return await self.collection.count_documents({"parent": identifier}, session=session)


class PersonRepository(Repository[Person]):
    """People."""

    document = Person

    async def invited(self, invitation: Invitation, session: Session) -> Person:
        """Whom an invitation names; who is new is added by the same command."""
        person = invitation.person()
        row = person.model_dump(exclude={"id", "revision_id"}) | {"_id": person.id}
        found = await self.collection.find_one_and_update(
            invitation.key,
            {"$setOnInsert": row},
            upsert=True,
            return_document=True,
            session=session,
        )
        return self.load(found or row)  # an upsert always finds

    async def publish_authors(self) -> None:
        """Mark the authors that were stored before people could be public."""
        await self.collection.update_many(
            {"username": {"$regex": f"^{AUTHOR_PREFIX}"}, "public": {"$exists": False}},
            {"$set": {"public": True}},
        )


class ThingRepository(Repository[Thing]):
    """Things of every type."""

    document = Thing

    async def count_up_to(self, most: int, query: Query) -> int:
        """How many things match, counted no further than ``most``."""
        return await self.collection.count_documents(query, limit=most)


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

    async def membership(
        self, person: str, group: str, session: Session | None = None
    ) -> Connection | None:
        """What makes a person a member of a group, or None."""
        query = {"source": person, "type": MEMBER_OF, "target": group}
        return await self.first(query, session=session)

    async def members(self, group: str, session: Session, role: str | None = None) -> int:
        """How many people belong to a group; with ``role``: in that role."""
        query = {"target": group, "type": MEMBER_OF} | ({"metadata.role": role} if role else {})
        return await self.collection.count_documents(query, session=session)

    async def remove(self, identifier: str, session: Session) -> bool:
        """Delete a connection; False when it was gone already."""
        result = await self.collection.delete_one({"_id": identifier}, session=session)
        return result.deleted_count == 1

    async def remove_of(self, nodes: Sequence[str], group: str, session: Session) -> int:
        """Delete all of a group's connections that start or end at one of these nodes; how many."""
        any_of = {"$in": list(nodes)}
        query = {"$or": [{end: any_of, "group": group} for end in ("source", "target")]}
        return (await self.collection.delete_many(query, session=session)).deleted_count

    async def drop_former_index(self) -> None:
        """Remove the index that let only one group connect two public things."""
        try:
            await self.collection.drop_index(_FORMER_INDEX)
        except OperationFailure as error:
            if error.code != _NO_SUCH_INDEX:
                raise

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
    """Texts and passages; what groups know of a thing is never taken for the public text."""

    document = Knowledge

    async def shown(self, identifier: str) -> Knowledge | None:
        """The entry or passage of that id; what is left of one that was removed is none."""
        return await self.first({"_id": identifier, "type": {"$in": [*ENTRY_TYPES, MEMORY, CHUNK]}})

    async def shown_many(self, identifiers: Sequence[str]) -> list[Knowledge | None]:
        """One entry or passage for each id, in their order; None where there is none."""
        found = await self.get_many(identifiers)
        types = {*ENTRY_TYPES, MEMORY, CHUNK}
        return [item if item and item.type in types else None for item in found]

    async def documents_of(self, sources: Sequence[str]) -> dict[str, Knowledge]:
        """The whole public texts about several things, by the thing's id: READMEs of plugins."""
        query = {"source": {"$in": list(sources)}, "group": None, "type": "document"}
        found = await self.find(query)
        return {item.source: item for item in found if item.source}
