"""The query ``isolation``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.isolation_report import IsolationReport


@strawberry.field(
    description="How each machine that runs plugins isolates them: what became of the attacks "
    "that its executor tried at its latest start.",
    extensions=[Needs(Permission.REVOKE_VERSIONS)],
)
async def isolation(info: Info) -> list[IsolationReport]:
    """One report a machine."""
    info.context.caller.require(None)
    return [IsolationReport.of(each) for each in await info.context.loaders.isolation.find({})]
