"""Input and result of ``createGroup``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import (
    InvalidInput,
    LimitReached,
    NotAllowed,
    NotFound,
    SlugTaken,
    Unauthenticated,
)
from schema.group import Group


@strawberry.input(description="A group within another.")
class CreateGroupInput:
    """The input of ``createGroup``."""

    parent: strawberry.ID = strawberry.field(
        description="The group that it will be part of; by default, 100 lie in one, and one in 8."
    )
    slug: str = strawberry.field(
        description="Its address for good, unique over all groups, which tells that a slug is "
        "taken: 1 to 64 small letters and digits, with hyphens between them."
    )
    name: str = strawberry.field(description="1 to 200 characters.")
    type: str = strawberry.field(
        default="organization",
        description="friend_circle, business, community, dao, government or organization.",
    )


@covered
@strawberry.type(description="The new group, with its parent's plan and you as its ORG_OWNER.")
class CreateGroupPayload:
    """The payload of ``createGroup``."""

    group: Group = strawberry.field(description="The group.")


CreateGroupResult: TypeAlias = Annotated[
    CreateGroupPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | SlugTaken
    | LimitReached,
    strawberry.union("CreateGroupResult", description="The group, or why there is none."),
]
