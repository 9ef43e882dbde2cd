"""Queries about people and groups."""

import strawberry

from app.errors import InvalidInput
from app.pagination import Window
from schema.context import Info
from schema.group import Group, visible_group
from schema.paging import After, Connection, First, connection
from schema.person import Person


@strawberry.field(description="You. Needs a token.")
async def me(info: Info) -> Person:
    """The caller."""
    return Person.of(info.context.principal.require_person())


@strawberry.field(description="A group of yours, by `id` or by `slug`; else null.")
async def group(
    info: Info,
    id: strawberry.ID | None = None,  # noqa: A002 - public name
    slug: str | None = None,
) -> Group | None:
    """One group."""
    if (id is None) == (slug is None):
        raise InvalidInput("A group has one name here.", "Pass either `id` or `slug`.")
    if id is not None:
        return await visible_group(info, str(id))
    found = await info.context.loaders.all_groups.first({"slug": slug})
    visible = found is not None and found.id in info.context.principal.roles
    return Group.of(found) if found and visible else None


@strawberry.field(description="Your groups.")
async def groups(info: Info, first: First = None, after: After = None) -> Connection[Group]:
    """The caller's groups."""
    query = {"_id": {"$in": list(info.context.principal.roles)}}
    page = await info.context.loaders.all_groups.page(query, Window.of(first, after))
    return connection(page, Group.of)
