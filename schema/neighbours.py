"""The neighbours that nodes of every dimension have: connections and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

from app.nested import Listing
from app.pagination import Window
from app.repository import NEWEST_FIRST
from schema import event, relation
from schema.context import Info
from schema.enums import Direction
from schema.paging import Connection, connection
from schema.visibility import among, visible_groups

if TYPE_CHECKING:
    from schema.event import Event
    from schema.relation import Relation

RelationTypes: TypeAlias = Annotated[
    list[str] | None,
    strawberry.argument(description="Only of these connection types, 100 at most."),
]
Way: TypeAlias = Annotated[Direction | None, strawberry.argument(description="Which way.")]

_ENDS = {
    Direction.OUT: ("source",),
    Direction.IN: ("target",),
    Direction.BOTH: ("source", "target"),
}


async def relations_of(
    info: Info,
    node: str,
    types: list[str] | None,
    direction: Direction | None,
    window: Window,
) -> Connection[Relation]:
    """The connections that start or end at a node, as far as the caller sees them."""
    query = visible_groups(info.context.principal) | among(type=types)
    listing = Listing(_ENDS[direction or Direction.BOTH], window, query)
    page = await info.context.loaders.connections_of.of(node, listing)
    return connection(page, relation.Relation.of)


async def events_of(
    info: Info, node: str, role: str, types: list[str] | None, window: Window
) -> Connection[Event]:
    """The events in which a node is the ``target``, ``actor`` or ``group``, newest first."""
    query = visible_groups(info.context.principal) | among(type=types)
    listing = Listing((role,), window, query, NEWEST_FIRST)
    page = await info.context.loaders.events_of.of(node, listing)
    return connection(page, event.Event.of)
