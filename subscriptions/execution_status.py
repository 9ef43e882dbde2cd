"""The subscription ``executionStatus``."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Self

import strawberry
from strawberry.scalars import JSON

from app.errors import NotFound
from app.journal.entry import Entry
from app.packed import unpack
from app.pagination import encode_cursor
from schema.context import Info
from schema.enums import ExecutionState
from schema.execution import Execution, LogLine
from schema.visibility import sees


@strawberry.type(description="Something new about an execution.")
class ExecutionUpdate:
    """A progress report."""

    cursor: str = strawberry.field(description="Pass the last one as `after` to resume.")
    at: datetime = strawberry.field(description="When it was reported.")
    state: ExecutionState = strawberry.field(description="Where it stood then.")
    logs: list[LogLine] = strawberry.field(description="What it wrote since the last update.")
    chunk: JSON | None = strawberry.field(description="What the plugin emitted meanwhile.")
    execution_id: strawberry.Private[str]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The API's view of a journal entry."""
        return cls(
            cursor=encode_cursor(entry.cursor_position),
            at=entry.at,
            state=ExecutionState(entry.data["state"]),
            logs=[LogLine.of(line) for line in entry.data.get("logs") or []],
            chunk=unpack(entry.data.get("chunk")),
            execution_id=entry.subject,
        )

    @strawberry.field(description="The execution as it is now.")
    async def execution(self, info: Info) -> Execution:
        """The execution, read again for each update that asks for it."""
        found = await info.context.loaders.executions.load(self.execution_id)
        if found is None:
            raise NotFound.of("execution", self.execution_id)
        return Execution.of(found)


@strawberry.subscription(
    description="History, then live, up to the final state. Needs ORG_OWNER or ORG_USER."
)
async def execution_status(
    info: Info, execution: strawberry.ID, after: str | None = None
) -> AsyncGenerator[ExecutionUpdate]:
    """Follow an execution."""
    context = info.context
    context.principal.require_person()
    found = await context.loaders.executions.load(str(execution))
    if found is None or not sees(context.principal, found.group):
        raise NotFound.of("execution", str(execution))
    async with aclosing(context.services.journal.follow(found.id, after)) as entries:
        async for entry in entries:
            yield ExecutionUpdate.of(entry)
