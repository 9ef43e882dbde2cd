"""The mutation ``updateGroup``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.group import Group
from schema.update_group import UpdateGroupInput, UpdateGroupPayload, UpdateGroupResult


@strawberry.mutation(
    description="Change a group's name or type.",
    extensions=[Needs(Permission.MANAGE_GROUP), AnswersErrors()],
)
async def update_group(info: Info, input: UpdateGroupInput) -> UpdateGroupResult:  # noqa: A002 - Relay's name
    """Update a group."""
    groups = info.context.services.groups
    group = await groups.update(info.context.caller, str(input.group), input.name, input.type)
    return UpdateGroupPayload(group=Group.of(group))
