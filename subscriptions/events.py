"""The subscription ``events``."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from app.auth.permission import Permission
from app.feed import Change
from app.pagination import decode_cursor, encode_cursor
from schema.access import Needs, covered
from schema.arguments import Cursor, EventTypes, GroupId
from schema.context import Info
from schema.event import Event


@covered
@strawberry.type(description="Something happened.")
class EventUpdate:
    """An event and its place in commit order."""

    cursor: str = strawberry.field(description="Pass the last one as `after` to resume.")
    event: Event = strawberry.field(description="The event.")


@strawberry.subscription(
    description="What happens in a group from now on, or after a cursor.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def events(
    info: Info,
    group: GroupId,
    type: EventTypes = None,  # noqa: A002 - public name
    target: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only what happens to this node.")
    ] = None,
    after: Cursor = None,
) -> AsyncGenerator[EventUpdate]:
    """Follow a group's events."""
    async with aclosing(_changes(info, str(group), after)) as changes:
        async for change in changes:
            row = change.row
            wanted = (type is None or row["type"] in type) and (
                target is None or row["target"] == str(target)
            )
            if wanted and change.token:
                cursor = encode_cursor([str(change.token["_data"])])
                event = Event.of(info.context.loaders.all_events.load(dict(row)))
                yield EventUpdate(cursor=cursor, event=event)


async def _changes(info: Info, group: str, after: str | None) -> AsyncGenerator[Change]:
    feed = info.context.services.events_feed
    if after is not None:
        position = {"_data": decode_cursor(after)[-1]}
        async with aclosing(feed.replay(group, position)) as changes:
            async for change in changes:
                yield change
    with feed.listen(group) as listener:
        while True:
            yield await listener.next()
