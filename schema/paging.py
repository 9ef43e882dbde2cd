"""Relay connections."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Generic, TypeAlias, TypeVar

import strawberry

from app.pagination import MAX_PAGE, Page
from schema.access import covered

NodeType = TypeVar("NodeType")
Item = TypeVar("Item")

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description=f"How many, 0 to {MAX_PAGE}."),
]
After: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Only what comes after this cursor.")
]


@covered
@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="More follows.")
    has_previous_page: bool = strawberry.field(description="The page was asked for with `after`.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first item.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last: the next `after`.")


@covered
@strawberry.type(description="An item and its place in the list.")
class Edge(Generic[NodeType]):
    """Relay's Edge."""

    cursor: str = strawberry.field(description="The item's place, to pass as `after`.")
    node: NodeType = strawberry.field(description="The item.")


@covered
@strawberry.type(description="One page of a list.")
class Connection(Generic[NodeType]):
    """Relay's Connection."""

    edges: list[Edge[NodeType]] = strawberry.field(description="The items with their cursors.")
    nodes: list[NodeType] = strawberry.field(description="The items.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Length of the whole list; counted only when asked for.")
    async def total_count(self) -> int:
        """How many items the whole list has."""
        return await self.count()


def connection(page: Page[Item], convert: Callable[[Item], NodeType]) -> Connection[NodeType]:
    """A page of records as a page of API objects."""
    edges = [Edge(cursor=cursor, node=convert(item)) for cursor, item in page.items]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=page.count,
    )
