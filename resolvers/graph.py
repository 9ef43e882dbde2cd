"""Queries about nodes, things, connections and events."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import strawberry

from app.auth.permission import Permission
from app.errors import InvalidInput
from app.identifiers import Kind, first_id
from app.ontology.values import checked_moment
from app.pagination import DEFAULT_PAGE, MAX_PAGE, Window
from app.repository import NEWEST_FIRST
from schema.access import Needs, Open
from schema.arguments import EventTypes, GroupOrCatalogue, Identifier
from schema.context import Info
from schema.event import Event
from schema.interfaces import Node
from schema.neighbours import RelationTypes
from schema.nodes import find_node, thing_of
from schema.paging import After, Connection, First, connection
from schema.relation import Relation
from schema.thing import Thing
from schema.visibility import among, visible_groups


@strawberry.field(
    description="Whatever has this id; null when unknown or not yours to see.", extensions=[Open()]
)
async def node(info: Info, id: Identifier) -> Node | None:  # noqa: A002 - Relay's name
    """One node."""
    return await find_node(info, str(id))


@strawberry.field(
    description="Whatever has these ids, in their order; null for each that is unknown or not "
    "yours to see.",
    extensions=[Open()],
)
async def nodes(
    info: Info,
    ids: Annotated[
        list[strawberry.ID], strawberry.argument(description=f"{MAX_PAGE} at most, of any type.")
    ],
) -> list[Node | None]:
    """Several nodes."""
    if len(ids) > MAX_PAGE:
        raise InvalidInput(f"{len(ids)} ids are too many.", f"{MAX_PAGE} at a time.")
    return await asyncio.gather(*(find_node(info, str(identifier)) for identifier in ids))


@strawberry.field(
    description="A thing; null when unknown or not yours to see.", extensions=[Open()]
)
async def thing(info: Info, id: Identifier) -> Thing | None:  # noqa: A002 - Relay's name
    """One thing."""
    found = await find_node(info, str(id))
    return found if isinstance(found, Thing) else None


@strawberry.field(
    description="Things of a group or, without `group`, of the public catalogue, open to all.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def things(
    info: Info,
    group: GroupOrCatalogue = None,
    type: Annotated[  # noqa: A002 - public name
        list[str] | None,
        strawberry.argument(description="Only of these thing types, 100 at most."),
    ] = None,
    status: Annotated[
        list[str] | None,
        strawberry.argument(
            description="Only with one of: active, inactive, draft, published, archived."
        ),
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Thing]:
    """A list of things."""
    query: dict[str, Any] = {"group": group} | among(type=type, status=status)
    page = await info.context.loaders.all_things.page(query, Window.of(first, after))
    return connection(page, thing_of)


@strawberry.field(
    description="Connections, as far as you may see them; pass `from`, `to` or both.",
    extensions=[Open()],
)
async def connections(
    info: Info,
    source: Annotated[
        strawberry.ID | None, strawberry.argument(name="from", description="Where they start.")
    ] = None,
    target: Annotated[
        strawberry.ID | None, strawberry.argument(name="to", description="Where they lead.")
    ] = None,
    type: RelationTypes = None,  # noqa: A002 - public name
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Relation]:
    """A list of connections."""
    ends = {"source": source, "target": target}
    query: dict[str, Any] = {end: str(value) for end, value in ends.items() if value is not None}
    if not query:
        raise InvalidInput("Neither `from` nor `to` is given.", "Pass one of them, or both.")
    query |= visible_groups(info.context.principal) | among(type=type)
    page = await info.context.loaders.all_connections.page(query, Window.of(first, after))
    return connection(page, Relation.of)


@strawberry.field(
    description="Events, newest first: of a group or, without `group`, of the public catalogue, "
    "open to all.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def events(
    info: Info,
    group: GroupOrCatalogue = None,
    type: EventTypes = None,  # noqa: A002 - public name
    target: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only what happened to this node.")
    ] = None,
    since: Annotated[
        datetime | None, strawberry.argument(description="Only from this moment on.")
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Event]:
    """A list of events."""
    query: dict[str, Any] = {"group": group} | among(type=type)
    if target is not None:
        query["target"] = str(target)
    moment = checked_moment("since", since)
    if moment is not None:
        query |= {"at": {"$gte": moment}, "_id": {"$gte": first_id(Kind.EVENT, moment)}}
    page = await info.context.loaders.all_events.page(query, Window.of(first, after), NEWEST_FIRST)
    return connection(page, Event.of)
