"""The subscription ``syncProgress``."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Self

import strawberry

from app.journal.entry import Entry
from app.plugins.instance import Failure as FailureRecord
from schema.access import Open, covered
from schema.context import Info
from schema.failure import Failure


@covered
@strawberry.type(description="How far the reading of the registry is.")
class SyncProgress:
    """A progress report."""

    at: datetime = strawberry.field(description="When it was reported.")
    done: int = strawberry.field(description="Packages read.")
    total: int = strawberry.field(description="Packages to read.")
    message: str = strawberry.field(description="For people.")
    failure: Failure | None = strawberry.field(description="Why it ended early.")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The API's view of a journal entry."""
        data = entry.data
        failure = FailureRecord(**data["failure"]) if data["failure"] else None
        return cls(
            at=entry.at,
            done=data["done"],
            total=data["total"],
            message=data["message"],
            failure=Failure.of(failure),
        )


@strawberry.subscription(
    description="The latest sync of the catalogue: history, then live, up to its end.",
    extensions=[Open()],
)
async def sync_progress(info: Info) -> AsyncGenerator[SyncProgress]:
    """Follow the latest sync."""
    latest = await info.context.services.sync.latest()
    if latest is None:
        return
    async with aclosing(info.context.services.journal.follow(latest.id)) as entries:
        async for entry in entries:
            yield SyncProgress.of(entry)
