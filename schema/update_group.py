"""Input and result of ``updateGroup``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.group import Group


@strawberry.input(description="What to change; what is left out stays.")
class UpdateGroupInput:
    """The input of ``updateGroup``."""

    group: strawberry.ID = strawberry.field(description="Your group. Its slug stays as it is.")
    name: str | None = strawberry.field(default=None, description="1 to 200 characters.")
    type: str | None = strawberry.field(
        default=None,
        description="friend_circle, business, community, dao, government or organization.",
    )


@covered
@strawberry.type(description="The group with its changes.")
class UpdateGroupPayload:
    """The payload of ``updateGroup``."""

    group: Group = strawberry.field(description="The group as it is now.")


UpdateGroupResult: TypeAlias = Annotated[
    UpdateGroupPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("UpdateGroupResult", description="The group, or why nothing changed."),
]
