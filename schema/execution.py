"""Executions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.execution.execution import Execution as ExecutionRecord
from app.identifiers import Kind
from app.nested import Listing
from app.packed import unpack
from app.pagination import DEFAULT_PAGE, Order, Window
from schema import agent, group, neighbours, nodes, person, plugin_instance
from schema.access import covered, needs
from schema.arguments import EventTypes
from schema.context import Info
from schema.enums import CapabilityKind, ExecutionState
from schema.interfaces import Node
from schema.log_line import LogLine
from schema.network_request import NetworkRequest
from schema.paging import After, Connection, First, connection

if TYPE_CHECKING:
    from schema.agent import Agent
    from schema.event import Event
    from schema.group import Group
    from schema.person import Person
    from schema.plugin_instance import PluginInstance


@covered
@strawberry.type(description="Why an execution did not succeed.")
class ExecutionError:
    """An error of the plugin, or of its process."""

    code: str = strawberry.field(description="A stable name for programs.")
    message: str = strawberry.field(description="What went wrong.")
    stack: str | None = strawberry.field(description="The plugin's own stack trace.")


@needs(Permission.READ_DATA)
@strawberry.type(description="One call of a capability, from request to end.")
class Execution(Node):
    """An execution."""

    kind: CapabilityKind = strawberry.field(description="What kind of thing was called.")
    name: str = strawberry.field(description="Which one.")
    method: str | None = strawberry.field(description="Which method, of a service.")
    state: ExecutionState = strawberry.field(description="Where it stands.")
    params: JSON = strawberry.field(description="Sanitised.")
    args: list[JSON] | None = strawberry.field(description="Sanitised.")
    result: JSON | None = strawberry.field(description='Binary is {"$base64": "..."}.')
    callbacks: list[JSON] = strawberry.field(description="What the plugin said meanwhile.")
    error: ExecutionError | None = strawberry.field(description="Why it did not succeed.")
    attempts: int = strawberry.field(description="How often it was started: 0 or 1.")
    cached: bool = strawberry.field(description="The result comes from an earlier execution.")
    queued_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When it began to run.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
    duration_ms: float | None = strawberry.field(description="Measured outside the process.")
    peak_memory_bytes: float | None = strawberry.field(description="Measured outside the process.")
    group_id: strawberry.Private[str]
    record: strawberry.Private[ExecutionRecord]

    @classmethod
    def of(cls, record: ExecutionRecord) -> Self:
        """The API's view of a stored execution."""
        error = record.error
        return cls(
            id=strawberry.ID(record.id),
            kind=CapabilityKind(record.capability),
            name=record.name,
            method=record.method,
            state=ExecutionState(record.state),
            params=unpack(record.params),
            args=unpack(record.args),
            result=unpack(record.result),
            callbacks=unpack(record.callbacks) or [],
            error=ExecutionError(**error.model_dump()) if error else None,
            attempts=record.attempts,
            cached=record.cached,
            queued_at=record.created_at,
            started_at=record.started_at,
            finished_at=record.finished_at,
            duration_ms=record.duration_ms,
            peak_memory_bytes=record.peak_memory_bytes,
            group_id=record.group,
            record=record,
        )

    @strawberry.field(description="The installed plugin that was called.")
    async def instance(
        self, info: Info
    ) -> Annotated[PluginInstance, strawberry.lazy("schema.plugin_instance")]:
        """The instance."""
        found = await info.context.loaders.instances.load(self.record.instance)
        return plugin_instance.PluginInstance.of(nodes.required(found))

    @strawberry.field(description="The agent on whose behalf it ran.")
    async def agent(self, info: Info) -> Annotated[Agent, strawberry.lazy("schema.agent")] | None:
        """The agent, if any."""
        if self.record.agent is None:
            return None
        found = await info.context.loaders.things.load(self.record.agent)
        return agent.Agent.of(found) if found else None

    @strawberry.field(description="What it wrote: 1 MB at most, then a line that says so.")
    async def logs(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[LogLine]:
        """The log lines, kept for a month."""
        page = await info.context.loaders.logs_of.load((str(self.id), Window.of(first, after)))
        return connection(page, LogLine.of)

    @strawberry.field(description="The requests that it made: 1,000 at most, kept for a month.")
    async def network(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[NetworkRequest]:
        """Requests, in the order in which they ended."""
        listing = Listing(("execution",), Window.of(first, after), order=Order())
        page = await info.context.loaders.requests_of.of(str(self.id), listing)
        return connection(page, NetworkRequest.of)

    @strawberry.field(description="Who asked for it; null: someone you may not see.")
    async def requested_by(
        self, info: Info
    ) -> Annotated[Person, strawberry.lazy("schema.person")] | None:
        """The person who called."""
        return await person.find_person(info, self.record.requested_by)

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this execution as their target."""
        window = Window.of(first, after)
        return await neighbours.events_of(info, str(self.id), "target", type, window)

    @strawberry.field(description="The tenant that owns it.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")]:
        """The owning group."""
        return nodes.required(await group.find_group(info, self.group_id))


@nodes.finds(Kind.EXECUTION)
async def find_execution(info: Info, identifier: str) -> Node | None:
    """The execution of that id."""
    record = await info.context.loaders.executions.load(identifier)
    return Execution.of(record) if record else None
