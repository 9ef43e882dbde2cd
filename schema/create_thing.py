"""Input and result of ``createThing``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import InvalidInput, LimitReached, NotAllowed, NotFound, Unauthenticated
from schema.thing import Thing


@strawberry.input(description="What to create, and where.")
class CreateThingInput:
    """The input of ``createThing``."""

    group: strawberry.ID = strawberry.field(
        description="The group that will own it; by default, 100,000 things."
    )
    type: str = strawberry.field(
        description="One of the ontology's thing types, except those of plugins and of sign-in. "
        "Of one of the agent types: an agent, for whom plugins can be activated."
    )
    name: str = strawberry.field(description="1 to 214 characters.")
    status: str = strawberry.field(
        default="active", description="active, inactive, draft or published."
    )
    properties: JSON | None = strawberry.field(
        default=None,
        description="An object of at most 64 kB and 50 levels. Names: 1 to 200 characters, no `.` "
        "and no `$` in front.",
    )


@covered
@strawberry.type(description="The new thing.")
class CreateThingPayload:
    """The payload of ``createThing``."""

    thing: Thing = strawberry.field(description="The thing as it is now.")


CreateThingResult: TypeAlias = Annotated[
    CreateThingPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | LimitReached,
    strawberry.union("CreateThingResult", description="The thing, or why there is none."),
]
