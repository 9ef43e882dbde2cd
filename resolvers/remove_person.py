"""The mutation ``removePerson``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.group import find_group
from schema.nodes import required
from schema.remove_person import RemovePersonInput, RemovePersonPayload, RemovePersonResult


@strawberry.mutation(
    description="End somebody's membership of a group, at once; the last owner stays.",
    extensions=[Needs(Permission.MANAGE_GROUP), AnswersErrors()],
)
async def remove_person(info: Info, input: RemovePersonInput) -> RemovePersonResult:  # noqa: A002 - Relay's name
    """Remove a person."""
    context = info.context
    removed = await context.services.people.remove(context.caller, str(input.membership))
    group = required(await find_group(info, removed.target))
    return RemovePersonPayload(group=group, membership=input.membership)
