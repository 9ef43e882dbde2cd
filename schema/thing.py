"""Things: the interface, agents, and all types without one of their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.scalars import JSON

from app.identifiers import Kind
from app.ontology.thing import ThingRecord
from app.pagination import DEFAULT_PAGE, Window
from schema import group, nodes
from schema.arguments import EventTypes
from schema.context import Info
from schema.enums import Direction
from schema.interfaces import Node
from schema.knowledge_list import KnowledgeTypes, knowledge_about
from schema.neighbours import RelationTypes, Way, events_of, relations_of
from schema.paging import After, Connection, First

if TYPE_CHECKING:
    from schema.event import Event
    from schema.group import Group
    from schema.knowledge import Knowledge
    from schema.relation import Relation


@strawberry.interface(
    description="Anything with a name. One id, one concrete type: Plugin, PluginInstance, Agent, "
    "or GenericThing for every other type of the ontology."
)
class Thing(Node):
    """A thing of the ontology."""

    type: str = strawberry.field(description="One of the ontology's thing types.")
    name: str = strawberry.field(description="Its name; the npm name of a plugin.")
    status: str = strawberry.field(description="active, inactive, draft, published or archived.")
    created_at: datetime = strawberry.field(description="When it came into being.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    properties: JSON = strawberry.field(description="What its type adds.")
    group_id: strawberry.Private[str | None]

    @strawberry.field(description="The tenant that owns it; null: the public catalogue.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")] | None:
        """The owning group."""
        return await group.find_group(info, self.group_id)

    @strawberry.field(description="Its connections, as far as you may see them.")
    async def connections(
        self,
        info: Info,
        type: RelationTypes = None,  # noqa: A002 - the argument's public name
        direction: Way = Direction.BOTH,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Relation, strawberry.lazy("schema.relation")]]:
        """The connections that start or end here."""
        return await relations_of(info, str(self.id), type, direction, Window.of(first, after))

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this thing as their target."""
        return await events_of(info, str(self.id), "target", type, Window.of(first, after))

    @strawberry.field(description="What is known about it, as far as you may see it.")
    async def knowledge(
        self,
        info: Info,
        type: KnowledgeTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Knowledge, strawberry.lazy("schema.knowledge")]]:
        """The knowledge that has this thing as its source."""
        return await knowledge_about(info, str(self.id), type, Window.of(first, after))


def thing_fields(record: ThingRecord, properties: dict[str, Any]) -> dict[str, Any]:
    """The fields that every concrete type takes from a stored thing."""
    return {
        "id": strawberry.ID(record.id),
        "type": record.type,
        "name": record.name,
        "status": record.status,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "properties": properties,
        "group_id": record.group,
    }


@nodes.finds(Kind.THING)
async def find_thing(info: Info, identifier: str) -> Node | None:
    """The thing of that id."""
    record = await info.context.loaders.things.load(identifier)
    return nodes.thing_of(record) if record else None
