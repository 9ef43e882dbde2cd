"""Result of ``syncRegistry``."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import NotAllowed, RateLimited, RegistryUnavailable, Unauthenticated


@covered
@strawberry.type(description="The sync was queued; follow it with `syncProgress`.")
class SyncRegistryPayload:
    """The payload of ``syncRegistry``."""

    queued_at: datetime = strawberry.field(description="When it was asked for.")


SyncRegistryResult: TypeAlias = Annotated[
    SyncRegistryPayload | Unauthenticated | NotAllowed | RateLimited | RegistryUnavailable,
    strawberry.union("SyncRegistryResult", description="The sync, or why there is none."),
]
