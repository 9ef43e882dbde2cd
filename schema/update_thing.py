"""Input and result of ``updateThing``."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.thing import Thing


@strawberry.input(description="What to change; what is left out stays.")
class UpdateThingInput:
    """The input of ``updateThing``."""

    thing: strawberry.ID = strawberry.field(
        description="A thing of your group. Plugins and their instances have mutations of their "
        "own."
    )
    name: str | None = strawberry.field(default=None, description="1 to 214 characters.")
    status: str | None = strawberry.field(
        default=None,
        description="active, inactive, draft or published; brings an archived thing back.",
    )
    properties: JSON | None = strawberry.field(
        default=None,
        description="An object that is merged into what is set; null removes a name. 64 kB at most "
        "afterwards.",
    )
    expected_updated_at: datetime | None = strawberry.field(
        default=None,
        description="Its `updatedAt` as you read it. When it has changed since: INVALID_STATE.",
    )


@covered
@strawberry.type(description="The thing with its changes.")
class UpdateThingPayload:
    """The payload of ``updateThing``."""

    thing: Thing = strawberry.field(description="The thing as it is now.")


UpdateThingResult: TypeAlias = Annotated[
    UpdateThingPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("UpdateThingResult", description="The thing, or why nothing changed."),
]
