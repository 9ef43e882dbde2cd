"""The mutation ``archiveThing``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.archive_thing import ArchiveThingInput, ArchiveThingPayload, ArchiveThingResult
from schema.context import Info
from schema.errors import AnswersErrors
from schema.nodes import thing_of


@strawberry.mutation(
    description="Put a thing away; nothing is deleted. An archived agent executes nothing "
    "until updateThing brings it back.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def archive_thing(info: Info, input: ArchiveThingInput) -> ArchiveThingResult:  # noqa: A002 - Relay's name
    """Archive a thing."""
    thing = await info.context.services.things.archive(info.context.caller, str(input.thing))
    return ArchiveThingPayload(thing=thing_of(thing))
