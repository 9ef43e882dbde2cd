"""Input and result of ``createExecutionToken``."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import CapabilityNotFound, InvalidInput, NotAllowed, NotFound, Unauthenticated


@strawberry.input(description="What the token is for.")
class CreateExecutionTokenInput:
    """The input of ``createExecutionToken``."""

    instance: strawberry.ID = strawberry.field(description="The only instance that it calls.")
    actions: list[str] = strawberry.field(
        description="Names of 1 to 50 actions, or other capabilities: all that it calls."
    )
    seconds: int = strawberry.field(
        default=600, description="How long it holds: 1 to 3600, and no longer than your own token."
    )


@covered
@strawberry.type(description="A token for `POST /execute`, and for nothing else.")
class CreateExecutionTokenPayload:
    """The payload of ``createExecutionToken``."""

    token: str = strawberry.field(description="Sent as `Authorization: Bearer TOKEN`.")
    expires_at: datetime = strawberry.field(description="When it ends.")


CreateExecutionTokenResult: TypeAlias = Annotated[
    CreateExecutionTokenPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | CapabilityNotFound,
    strawberry.union("CreateExecutionTokenResult", description="The token, or why there is none."),
]
