"""Input and result of ``changeRole``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.enums import Role
from schema.errors import InvalidInput, LastOwner, NotAllowed, NotFound, Unauthenticated
from schema.membership import Membership


@strawberry.input(description="Whose role to change, and to what.")
class ChangeRoleInput:
    """The input of ``changeRole``."""

    membership: strawberry.ID = strawberry.field(description="A membership of your group.")
    role: Role = strawberry.field(description="ORG_OWNER, ORG_USER or CUSTOMER.")


@covered
@strawberry.type(description="The membership with its new role.")
class ChangeRolePayload:
    """The payload of ``changeRole``."""

    membership: Membership = strawberry.field(description="The membership as it is now.")


ChangeRoleResult: TypeAlias = Annotated[
    ChangeRolePayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | LastOwner,
    strawberry.union("ChangeRoleResult", description="The membership, or why nothing changed."),
]
