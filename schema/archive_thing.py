"""Input and result of ``archiveThing``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.thing import Thing


@strawberry.input(description="What to put away.")
class ArchiveThingInput:
    """The input of ``archiveThing``."""

    thing: strawberry.ID = strawberry.field(
        description="A thing of your group. Plugins and their instances have mutations of their "
        "own."
    )


@covered
@strawberry.type(description="The thing, archived.")
class ArchiveThingPayload:
    """The payload of ``archiveThing``."""

    thing: Thing = strawberry.field(description="The thing as it is now.")


ArchiveThingResult: TypeAlias = Annotated[
    ArchiveThingPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("ArchiveThingResult", description="The thing, or why nothing changed."),
]
