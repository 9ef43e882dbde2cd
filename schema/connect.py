"""Input and result of ``connect``."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import AlreadyConnected, InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.relation import Relation


@strawberry.input(description="What to connect, and how.")
class ConnectInput:
    """The input of ``connect``."""

    group: strawberry.ID = strawberry.field(description="The group that will own the connection.")
    source: strawberry.ID = strawberry.field(
        name="from",
        description="A thing or member of the group, the group itself, a thing or author of the "
        "public catalogue; no plugin instance.",
    )
    target: strawberry.ID = strawberry.field(
        name="to",
        description="The same, plugin instances included. One of both must belong to the group.",
    )
    type: str = strawberry.field(
        description="One of the ontology's connection types, except member_of and those of "
        "plugins. A group connects the same two by a type once."
    )
    strength: float | None = strawberry.field(default=None, description="0 to 1.")
    metadata: JSON | None = strawberry.field(
        default=None,
        description="An object of at most 64 kB and 50 levels. Names: 1 to 200 characters, no `.` "
        "and no `$` in front.",
    )
    valid_from: datetime | None = strawberry.field(
        default=None, description="Since when it holds; without a zone: UTC."
    )
    valid_to: datetime | None = strawberry.field(
        default=None, description="Until when it holds; not before `validFrom`."
    )


@covered
@strawberry.type(description="The new connection.")
class ConnectPayload:
    """The payload of ``connect``."""

    relation: Relation = strawberry.field(description="The connection.")


ConnectResult: TypeAlias = Annotated[
    ConnectPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | AlreadyConnected,
    strawberry.union("ConnectResult", description="The connection, or why there is none."),
]
