"""The mutation ``syncRegistry``."""

import strawberry

from schema.context import Info
from schema.errors import AnswersErrors
from schema.sync_registry import SyncRegistryPayload, SyncRegistryResult


@strawberry.mutation(
    description="Read the npm registry into the catalogue. Needs PLATFORM_OWNER.",
    extensions=[AnswersErrors()],
)
async def sync_registry(info: Info) -> SyncRegistryResult:
    """Queue a sync."""
    sync = await info.context.services.sync.request(info.context.principal)
    return SyncRegistryPayload(queued_at=sync.created_at)
