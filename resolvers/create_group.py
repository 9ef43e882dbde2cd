"""The mutation ``createGroup``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.group_service import NewGroup
from schema.access import Needs
from schema.context import Info
from schema.create_group import CreateGroupInput, CreateGroupPayload, CreateGroupResult
from schema.errors import AnswersErrors
from schema.group import Group


@strawberry.mutation(
    description="Create a group within another. Rights do not pass from one to the other.",
    extensions=[Needs(Permission.MANAGE_GROUP), AnswersErrors()],
)
async def create_group(info: Info, input: CreateGroupInput) -> CreateGroupResult:  # noqa: A002 - Relay's name
    """Create a child group."""
    context = info.context
    new = NewGroup(input.slug, input.name, input.type)
    group = await context.services.groups.create_child(context.caller, str(input.parent), new)
    # Its creator sees it from now on.
    context.principal = await context.services.auth.refresh(context.principal)
    return CreateGroupPayload(group=Group.of(group))
