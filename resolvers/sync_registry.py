"""The mutation ``syncRegistry``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.sync_registry import SyncRegistryPayload, SyncRegistryResult


@strawberry.mutation(
    description="Read the npm registry into the catalogue.",
    extensions=[Needs(Permission.SYNC_CATALOGUE), AnswersErrors()],
)
async def sync_registry(info: Info) -> SyncRegistryResult:
    """Queue a sync."""
    sync = await info.context.services.sync.request(info.context.caller)
    return SyncRegistryPayload(queued_at=sync.created_at)
