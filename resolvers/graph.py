"""Queries about nodes, things, connections and events."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import strawberry

from app.auth.permission import Permission
from app.errors import InvalidInput
from app.pagination import MAX_PAGE, Window
from app.repository import NEWEST_FIRST
from schema.context import Info
from schema.event import Event
from schema.interfaces import Node
from schema.nodes import thing_of, visible_node
from schema.paging import After, Connection, First, connection
from schema.relation import Relation
from schema.thing import Thing
from schema.visibility import things_query, visible_groups


@strawberry.field(description="Whatever has this id; null when unknown or not yours to see.")
async def node(info: Info, id: strawberry.ID) -> Node | None:  # noqa: A002 - Relay's name
    """One node."""
    return await visible_node(info, str(id))


@strawberry.field(description="Whatever has these ids, 100 at most, in their order.")
async def nodes(info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
    """Several nodes."""
    if len(ids) > MAX_PAGE:
        raise InvalidInput(f"{len(ids)} ids are too many.", f"{MAX_PAGE} at a time.")
    return await asyncio.gather(*(visible_node(info, str(identifier)) for identifier in ids))


@strawberry.field(description="A thing; null when unknown or not yours to see.")
async def thing(info: Info, id: strawberry.ID) -> Thing | None:  # noqa: A002 - Relay's name
    """One thing."""
    found = await visible_node(info, str(id))
    return found if isinstance(found, Thing) else None


@strawberry.field(
    description="Things of a group, which needs ORG_OWNER or ORG_USER in it; without `group`: of "
    "the public catalogue."
)
async def things(
    info: Info,
    group: strawberry.ID | None = None,
    type: list[str] | None = None,  # noqa: A002 - public name
    status: list[str] | None = None,
    first: First = None,
    after: After = None,
) -> Connection[Thing]:
    """A list of things."""
    _require_group(info, group)
    query = things_query(group, type, status)
    page = await info.context.loaders.all_things.page(query, Window.of(first, after))
    return connection(page, thing_of)


@strawberry.field(description="Connections, as far as you may see them; pass `from` or `to`.")
async def connections(
    info: Info,
    source: Annotated[
        strawberry.ID | None, strawberry.argument(name="from", description="Where they start.")
    ] = None,
    target: Annotated[
        strawberry.ID | None, strawberry.argument(name="to", description="Where they lead.")
    ] = None,
    type: list[str] | None = None,  # noqa: A002 - public name
    first: First = None,
    after: After = None,
) -> Connection[Relation]:
    """A list of connections."""
    ends = {"source": source, "target": target}
    query: dict[str, Any] = {end: str(value) for end, value in ends.items() if value is not None}
    if not query:
        raise InvalidInput("Neither `from` nor `to` is given.", "Pass one of them, or both.")
    query |= visible_groups(info.context.principal)
    if type is not None:
        query["type"] = {"$in": type}
    page = await info.context.loaders.connections.page(query, Window.of(first, after))
    return connection(page, Relation.of)


@strawberry.field(
    description="Events, newest first: of a group, which needs ORG_OWNER or ORG_USER in it; "
    "without `group`: of the public catalogue."
)
async def events(
    info: Info,
    group: strawberry.ID | None = None,
    type: list[str] | None = None,  # noqa: A002 - public name
    target: strawberry.ID | None = None,
    since: datetime | None = None,
    first: First = None,
    after: After = None,
) -> Connection[Event]:
    """A list of events."""
    _require_group(info, group)
    query: dict[str, Any] = {"group": group}
    if type is not None:
        query["type"] = {"$in": type}
    if target is not None:
        query["target"] = str(target)
    if since is not None:
        query["at"] = {"$gte": since}
    page = await info.context.loaders.events.page(query, Window.of(first, after), NEWEST_FIRST)
    return connection(page, Event.of)


def _require_group(info: Info, group: strawberry.ID | None) -> None:
    if group is not None:
        info.context.principal.require(Permission.READ_DATA, str(group))
