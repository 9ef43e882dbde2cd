"""Input and result of ``invitePerson``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.enums import Role
from schema.errors import (
    AlreadyMember,
    InvalidInput,
    LimitReached,
    NotAllowed,
    NotFound,
    Unauthenticated,
)
from schema.membership import Membership


@strawberry.input(description="Whom to invite, and as what.")
class InvitePersonInput:
    """The input of ``invitePerson``."""

    group: strawberry.ID = strawberry.field(
        description="Your group; by default, 1,000 people belong to one."
    )
    role: Role = strawberry.field(description="ORG_OWNER, ORG_USER or CUSTOMER.")
    email: str | None = strawberry.field(
        default=None, description="Finds the person when given; at most 320 characters."
    )
    username: str | None = strawberry.field(
        default=None,
        description="Without `email`: finds the person. With it: how the username of somebody new "
        "begins. 1 to 100 letters and digits, with `.`, `-` and `_` between them.",
    )
    display_name: str | None = strawberry.field(
        default=None, description="For somebody new: 1 to 200 characters."
    )


@covered
@strawberry.type(description="The membership, of somebody who was here or is new.")
class InvitePersonPayload:
    """The payload of ``invitePerson``."""

    membership: Membership = strawberry.field(description="The membership.")


InvitePersonResult: TypeAlias = Annotated[
    InvitePersonPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | AlreadyMember
    | LimitReached,
    strawberry.union("InvitePersonResult", description="The membership, or why there is none."),
]
