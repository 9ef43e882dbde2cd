"""The subscription ``executionStatus``."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.journal.entry import Entry
from app.packed import unpack
from app.pagination import encode_cursor
from schema import nodes
from schema.access import Needs, covered
from schema.arguments import Cursor, Identifier
from schema.context import Info
from schema.enums import ExecutionState
from schema.execution import Execution
from schema.log_line import LogLine


@covered
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
        return Execution.of(nodes.required(found))


@strawberry.subscription(
    description="History, then live, up to the final state.",
    extensions=[Needs(Permission.READ_DATA)],
)
async def execution_status(
    info: Info, execution: Identifier, after: Cursor = None
) -> AsyncGenerator[ExecutionUpdate]:
    """Follow an execution."""
    context = info.context
    stored = await context.loaders.executions.load(str(execution))
    found = context.caller.require_for("execution", str(execution), stored)
    async with aclosing(context.services.journal.follow(found.id, after)) as entries:
        async for entry in entries:
            yield ExecutionUpdate.of(entry)
