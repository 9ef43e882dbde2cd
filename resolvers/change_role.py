"""The mutation ``changeRole``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.change_role import ChangeRoleInput, ChangeRolePayload, ChangeRoleResult
from schema.context import Info
from schema.errors import AnswersErrors
from schema.membership import Membership


@strawberry.mutation(
    description="Change what somebody is in a group; the last owner stays one.",
    extensions=[Needs(Permission.MANAGE_GROUP), AnswersErrors()],
)
async def change_role(info: Info, input: ChangeRoleInput) -> ChangeRoleResult:  # noqa: A002 - Relay's name
    """Change a role."""
    membership = await info.context.services.people.change_role(
        info.context.caller, str(input.membership), input.role
    )
    return ChangeRolePayload(membership=Membership.of(membership))
