"""The ontology's connections, named so as not to be confused with Relay's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from app.identifiers import Kind
from app.ontology.connection import Connection as ConnectionRecord
from app.ontology.repositories import MEMBER_OF
from schema import group, nodes
from schema.context import Info
from schema.enums import Direction
from schema.interfaces import Node
from schema.visibility import sees


@strawberry.type(description="One directed connection between two nodes.")
class Relation(Node):
    """A connection of the ontology."""

    type: str = strawberry.field(description="One of the ontology's connection types.")
    strength: float | None = strawberry.field(description="0 to 1, where it has a weight.")
    metadata: JSON = strawberry.field(description="What its type adds.")
    valid_from: datetime | None = strawberry.field(description="Since when it holds.")
    valid_to: datetime | None = strawberry.field(description="Until when it held.")
    source_id: strawberry.Private[str]
    target_id: strawberry.Private[str]

    @classmethod
    def of(cls, record: ConnectionRecord) -> Self:
        """The API's view of a stored connection."""
        return cls(
            id=strawberry.ID(record.id),
            type=record.type,
            strength=record.strength,
            metadata=JSON(record.metadata),
            valid_from=record.valid_from,
            valid_to=record.valid_to,
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


def relations_query(
    node: str, types: list[str] | None, direction: Direction | None
) -> dict[str, Any]:
    """The condition that selects the connections of a node."""
    ends: dict[Direction, dict[str, Any]] = {
        Direction.OUT: {"source": node},
        Direction.IN: {"target": node},
        Direction.BOTH: {"$or": [{"source": node}, {"target": node}]},
    }
    of_types = {"type": {"$in": types}} if types is not None else {}
    return ends[direction or Direction.BOTH] | of_types


@nodes.finds(Kind.CONNECTION)
async def visible_connection(info: Info, identifier: str) -> Node | None:
    """The connection, or the membership that it is, for those who see its group."""
    record = await info.context.loaders.connections.get(identifier)
    principal = info.context.principal
    if record is None:
        return None
    if record.type == MEMBER_OF:
        return group.Membership.of(record) if record.group in principal.roles else None
    return Relation.of(record) if sees(principal, record.group) else None
