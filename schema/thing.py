"""Things: the interface, agents, and all types without one of their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.scalars import JSON

from app.identifiers import Kind
from app.ontology.thing import ThingRecord
from app.pagination import Window
from app.repository import NEWEST_FIRST
from schema import event, group, nodes, relation
from schema.context import Info
from schema.enums import Direction
from schema.interfaces import Node
from schema.paging import After, Connection, First, connection
from schema.visibility import sees, visible_groups

if TYPE_CHECKING:
    from schema.event import Event
    from schema.group import Group
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
        return await group.visible_group(info, self.group_id)

    @strawberry.field(description="Its connections, as far as you may see them.")
    async def connections(
        self,
        info: Info,
        type: list[str] | None = None,  # noqa: A002 - the argument's public name
        direction: Direction | None = None,
        first: First = None,
        after: After = None,
    ) -> Connection[Annotated[Relation, strawberry.lazy("schema.relation")]]:
        """The connections that start or end here."""
        query = relation.relations_query(str(self.id), type, direction)
        query |= visible_groups(info.context.principal)
        page = await info.context.loaders.connections.page(query, Window.of(first, after))
        return connection(page, relation.Relation.of)

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this thing as their target."""
        query = {"target": str(self.id)} | visible_groups(info.context.principal)
        window = Window.of(first, after)
        page = await info.context.loaders.events.page(query, window, NEWEST_FIRST)
        return connection(page, event.Event.of)


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
async def visible_thing(info: Info, identifier: str) -> Node | None:
    """The thing: of the public catalogue, or of a group whose data the caller sees."""
    record = await info.context.loaders.things.load(identifier)
    visible = record is not None and sees(info.context.principal, record.group)
    return nodes.thing_of(record) if record and visible else None
