"""The mutation ``updateThing``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.thing_service import ThingChange
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.nodes import thing_of
from schema.update_thing import UpdateThingInput, UpdateThingPayload, UpdateThingResult


@strawberry.mutation(
    description="Change a thing's name, status or properties.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def update_thing(info: Info, input: UpdateThingInput) -> UpdateThingResult:  # noqa: A002 - Relay's name
    """Update a thing."""
    change = ThingChange(input.name, input.status, input.properties, input.expected_updated_at)
    things = info.context.services.things
    thing = await things.update(info.context.caller, str(input.thing), change)
    return UpdateThingPayload(thing=thing_of(thing))
