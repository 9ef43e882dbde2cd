"""Input and result of ``disconnect``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.relation import Relation


@strawberry.input(description="What to remove.")
class DisconnectInput:
    """The input of ``disconnect``."""

    connection: strawberry.ID = strawberry.field(
        description="A connection of your group that `connect` made. Memberships and those of "
        "plugins have mutations of their own."
    )


@covered
@strawberry.type(description="The connection, which is gone; its event keeps what it said.")
class DisconnectPayload:
    """The payload of ``disconnect``."""

    relation: Relation = strawberry.field(description="The connection as it was.")


DisconnectResult: TypeAlias = Annotated[
    DisconnectPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("DisconnectResult", description="The connection, or why it stays."),
]
