"""Events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.identifiers import Kind
from app.ontology.agent_row import with_row
from app.ontology.event import Event as EventRecord
from schema import group, nodes
from schema.access import needs
from schema.context import Info
from schema.interfaces import Node

if TYPE_CHECKING:
    from schema.group import Group


@needs(Permission.READ_DATA, or_public=True)
@strawberry.type(description="A fact, recorded in the transaction that made it true.")
class Event(Node):
    """An event of the ontology."""

    type: str = strawberry.field(description="One of the ontology's event types.")
    at: datetime = strawberry.field(description="When it happened.")
    metadata: JSON = strawberry.field(description="What its type adds.")
    actor_id: strawberry.Private[str | None]
    target_id: strawberry.Private[str | None]
    group_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: EventRecord) -> Self:
        """The API's view of a stored event."""
        return cls(
            id=strawberry.ID(record.id),
            type=record.type,
            at=record.at,
            metadata=JSON(with_row(record.metadata, record.agent_row)),
            actor_id=record.actor,
            target_id=record.target,
            group_id=record.group,
        )

    @strawberry.field(description="Who did it; null: the server, or someone you may not see.")
    async def actor(self, info: Info) -> Node | None:
        """The person who acted."""
        return await nodes.find_node(info, self.actor_id)

    @strawberry.field(description="What it happened to.")
    async def target(self, info: Info) -> Node | None:
        """The node that the event is about."""
        return await nodes.find_node(info, self.target_id)

    @strawberry.field(description="The tenant; null: the public catalogue.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")] | None:
        """The group that the event belongs to."""
        return await group.find_group(info, self.group_id)


@nodes.finds(Kind.EVENT)
async def find_event(info: Info, identifier: str) -> Node | None:
    """The event of that id."""
    record = await info.context.loaders.events.load(identifier)
    return Event.of(record) if record else None
