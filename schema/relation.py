"""The ontology's connections, named so as not to be confused with Relay's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.identifiers import Kind
from app.ontology.agent_row import with_row
from app.ontology.connection import Connection as ConnectionRecord
from app.pagination import DEFAULT_PAGE, Window
from schema import group, neighbours, nodes
from schema.access import needs
from schema.arguments import EventTypes
from schema.context import Info
from schema.interfaces import Node
from schema.paging import After, Connection, First

if TYPE_CHECKING:
    from schema.event import Event
    from schema.group import Group


@needs(Permission.READ_DATA, or_public=True)
@strawberry.type(description="One directed connection between two nodes.")
class Relation(Node):
    """A connection of the ontology."""

    type: str = strawberry.field(description="One of the ontology's connection types.")
    strength: float | None = strawberry.field(description="0 to 1, where it has a weight.")
    metadata: JSON = strawberry.field(description="What its type adds.")
    valid_from: datetime | None = strawberry.field(description="Since when it holds.")
    valid_to: datetime | None = strawberry.field(description="Until when it held.")
    group_id: strawberry.Private[str | None]
    source_id: strawberry.Private[str]
    target_id: strawberry.Private[str]

    @classmethod
    def of(cls, record: ConnectionRecord) -> Self:
        """The API's view of a stored connection."""
        return cls(
            id=strawberry.ID(record.id),
            type=record.type,
            strength=record.strength,
            metadata=JSON(with_row(record.metadata, record.agent_row)),
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            group_id=record.group,
            source_id=record.source,
            target_id=record.target,
        )

    @strawberry.field(name="from", description="Where it starts.")
    async def source(self, info: Info) -> Node:
        """The node it starts from."""
        return await nodes.required_node(info, self.source_id)

    @strawberry.field(name="to", description="Where it leads.")
    async def target(self, info: Info) -> Node:
        """The node it leads to."""
        return await nodes.required_node(info, self.target_id)

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this connection as their target."""
        window = Window.of(first, after)
        return await neighbours.events_of(info, str(self.id), "target", type, window)

    @strawberry.field(description="The tenant that owns it; null: the public catalogue.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")] | None:
        """The owning group."""
        return await group.find_group(info, self.group_id)


@nodes.finds(Kind.CONNECTION)
async def find_connection(info: Info, identifier: str) -> Node | None:
    """The connection of that id."""
    record = await info.context.loaders.connections.load(identifier)
    return Relation.of(record) if record else None
