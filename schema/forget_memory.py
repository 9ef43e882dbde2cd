"""Input and result of ``forgetMemory``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import NotAllowed, NotFound, Unauthenticated


@strawberry.input(description="Whose memory goes.")
class ForgetMemoryInput:
    """The input of ``forgetMemory``."""

    group: strawberry.ID = strawberry.field(description="Your group.")
    agent: strawberry.ID | None = strawberry.field(
        default=None, description="One of its agents; left out: what was kept for no agent."
    )


@covered
@strawberry.type(description="The memory is empty.")
class ForgetMemoryPayload:
    """The payload of ``forgetMemory``."""

    forgotten: int = strawberry.field(description="How many nodes it had.")


ForgetMemoryResult: TypeAlias = Annotated[
    ForgetMemoryPayload | Unauthenticated | NotAllowed | NotFound,
    strawberry.union("ForgetMemoryResult", description="How much is gone, or why nothing is."),
]
