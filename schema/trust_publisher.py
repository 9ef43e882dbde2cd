"""Input and result of ``trustPublisher``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, Unauthenticated
from schema.publisher import Publisher


@strawberry.input(description="Whose key.")
class TrustPublisherInput:
    """The input of ``trustPublisher``."""

    name: str = strawberry.field(description="For people: 1 to 200 characters.")
    public_key: str = strawberry.field(
        description="Ed25519, as `openssl pkey -in KEY.pem -pubout` prints it."
    )


@covered
@strawberry.type(description="The publisher.")
class TrustPublisherPayload:
    """The payload of ``trustPublisher``."""

    publisher: Publisher = strawberry.field(description="Who is trusted now.")


TrustPublisherResult: TypeAlias = Annotated[
    TrustPublisherPayload | Unauthenticated | NotAllowed | InvalidInput | InvalidState,
    strawberry.union("TrustPublisherResult", description="The publisher, or why nothing changed."),
]
