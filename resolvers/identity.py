"""Queries about people and groups."""

from typing import Annotated

import strawberry

from app.errors import InvalidInput
from app.pagination import DEFAULT_PAGE, Window
from schema.access import Open, SignedIn
from schema.context import Info
from schema.group import Group, find_group
from schema.paging import After, Connection, First, connection
from schema.person import Person


@strawberry.field(description="You.", extensions=[SignedIn()])
async def me(info: Info) -> Person:
    """The caller."""
    return Person.of(info.context.principal.require_person())


@strawberry.field(
    description="A group of yours, by `id` or by `slug`; else null.", extensions=[Open()]
)
async def group(
    info: Info,
    id: Annotated[  # noqa: A002 - public name
        strawberry.ID | None, strawberry.argument(description="Its id.")
    ] = None,
    slug: Annotated[str | None, strawberry.argument(description="Its short name.")] = None,
) -> Group | None:
    """One group."""
    if (id is None) == (slug is None):
        raise InvalidInput("A group has one name here.", "Pass either `id` or `slug`.")
    if id is not None:
        return await find_group(info, str(id))
    found = await info.context.loaders.all_groups.first({"slug": slug})
    return Group.of(found) if found else None


@strawberry.field(description="Your groups; none for strangers.", extensions=[Open()])
async def groups(info: Info, first: First = DEFAULT_PAGE, after: After = None) -> Connection[Group]:
    """The caller's groups."""
    query = {"_id": {"$in": list(info.context.principal.roles)}}
    page = await info.context.loaders.all_groups.page(query, Window.of(first, after))
    return connection(page, Group.of)
