"""Subscriptions end with the rights they were allowed by."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import TypeVar

from app.auth.caller import Caller
from schema.context import Context

Item = TypeVar("Item")


async def while_allowed(
    stream: AsyncGenerator[Item], context: Context, caller: Caller
) -> AsyncGenerator[Item]:
    """Pass on ``stream`` as long as its caller keeps the permission it was checked for.

    Raises:
        Unauthenticated: the token has expired, or the person is gone.
        NotFound, NotAllowed: the person left the group, or has a smaller role there now.
    """
    async with aclosing(stream):
        withdrawal = asyncio.create_task(_withdrawal(context, caller))
        following: asyncio.Task[Item] | None = None
        try:
            while True:
                following = asyncio.ensure_future(anext(stream))
                await asyncio.wait({following, withdrawal}, return_when=asyncio.FIRST_COMPLETED)
                if withdrawal.done():
                    withdrawal.result()
                try:
                    item = following.result()
                except StopAsyncIteration:
                    return
                yield item
        finally:
            await _cancel(withdrawal, following)


async def _withdrawal(context: Context, caller: Caller) -> None:
    """Keep the operation's principal up to date; end by raising when it may no longer go on."""
    services = context.services
    with services.events_feed.listen(caller.person.id) as changes:
        while True:
            principal = await services.auth.refresh(context.principal)
            context.principal = caller.principal = principal
            for group in caller.checked:
                principal.require(caller.permission, group)
            with suppress(TimeoutError):
                async with asyncio.timeout(_seconds_left(principal.expires_at)):
                    await changes.next()


def _seconds_left(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - datetime.now(UTC)).total_seconds()


async def _cancel(*tasks: asyncio.Task[Item] | asyncio.Task[None] | None) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
