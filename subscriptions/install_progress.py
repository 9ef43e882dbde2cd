"""The subscription ``installProgress``."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Self

import strawberry

from app.auth.permission import Permission
from app.journal.entry import Entry
from app.pagination import encode_cursor
from app.plugins.access import instance_for
from app.plugins.instance import Failure as FailureRecord
from schema import nodes
from schema.access import Needs, covered
from schema.arguments import Cursor, Identifier
from schema.context import Info
from schema.enums import InstallStage
from schema.failure import Failure
from schema.plugin_instance import PluginInstance


@covered
@strawberry.type(description="One step of an installation.")
class InstallProgress:
    """A progress report."""

    cursor: str = strawberry.field(description="Pass the last one as `after` to resume.")
    at: datetime = strawberry.field(description="When it was reported.")
    stage: InstallStage = strawberry.field(description="What the install does.")
    percent: float = strawberry.field(description="Of the whole install, by packages and bytes.")
    message: str = strawberry.field(description="For people.")
    failure: Failure | None = strawberry.field(description="What went wrong.")
    instance_id: strawberry.Private[str]

    @classmethod
    def of(cls, entry: Entry, instance: str) -> Self:
        """The API's view of a journal entry."""
        failure = entry.data["failure"]
        return cls(
            cursor=encode_cursor(entry.cursor_position),
            at=entry.at,
            stage=InstallStage(entry.data["stage"]),
            percent=entry.data["percent"],
            message=entry.data["message"],
            failure=Failure.of(FailureRecord(**failure) if failure else None),
            instance_id=instance,
        )

    @strawberry.field(description="The instance as it is now.")
    async def instance(self, info: Info) -> PluginInstance:
        """The instance, read again for each report that asks for it."""
        found = await info.context.loaders.instances.load(self.instance_id)
        return PluginInstance.of(nodes.required(found))


@strawberry.subscription(
    description="The instance's latest install: history, then live, up to DONE or FAILED.",
    extensions=[Needs(Permission.READ_DATA)],
)
async def install_progress(
    info: Info, instance: Identifier, after: Cursor = None
) -> AsyncGenerator[InstallProgress]:
    """Follow an installation."""
    context = info.context
    found = await instance_for(context.caller, str(instance), context.loaders.all_instances)
    install = str(found.properties.install)
    async with aclosing(context.services.journal.follow(install, after)) as entries:
        async for entry in entries:
            yield InstallProgress.of(entry, found.id)
