"""Input and result of ``createTenant``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.enums import Plan
from schema.errors import InvalidInput, NotAllowed, SlugTaken, Unauthenticated
from schema.person_input import PersonInput


@strawberry.input(description="A group that is part of no other.")
class CreateTenantInput:
    """The input of ``createTenant``."""

    slug: str = strawberry.field(
        description="Its address for good, unique over all groups: 1 to 64 small letters and "
        "digits, with hyphens between them."
    )
    name: str = strawberry.field(description="1 to 200 characters.")
    owner: PersonInput = strawberry.field(description="Who becomes its ORG_OWNER.")
    type: str = strawberry.field(
        default="organization",
        description="friend_circle, business, community, dao, government or organization.",
    )
    plan: Plan = strawberry.field(default=Plan.FREE, description="What the group may use.")


@covered
@strawberry.type(description="The new group's address; you are no member and see no more.")
class CreateTenantPayload:
    """The payload of ``createTenant``."""

    group_id: strawberry.ID = strawberry.field(description="The group's id.")
    slug: str = strawberry.field(description="The group's slug.")


CreateTenantResult: TypeAlias = Annotated[
    CreateTenantPayload | Unauthenticated | NotAllowed | InvalidInput | SlugTaken,
    strawberry.union("CreateTenantResult", description="The group, or why there is none."),
]
