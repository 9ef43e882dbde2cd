"""Input and result of ``distrustPublisher``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import NotAllowed, NotFound, Unauthenticated
from schema.publisher import Publisher


@strawberry.input(description="Who.")
class DistrustPublisherInput:
    """The input of ``distrustPublisher``."""

    publisher: strawberry.ID = strawberry.field(description="One of `publishers`.")


@covered
@strawberry.type(description="Who was trusted until now.")
class DistrustPublisherPayload:
    """The payload of ``distrustPublisher``."""

    publisher: Publisher = strawberry.field(description="Who is trusted no longer.")


DistrustPublisherResult: TypeAlias = Annotated[
    DistrustPublisherPayload | Unauthenticated | NotAllowed | NotFound,
    strawberry.union(
        "DistrustPublisherResult", description="The publisher, or why nothing changed."
    ),
]
