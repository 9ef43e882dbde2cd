"""The mutation ``createThing``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.thing_service import NewThing
from schema.access import Needs
from schema.context import Info
from schema.create_thing import CreateThingInput, CreateThingPayload, CreateThingResult
from schema.errors import AnswersErrors
from schema.nodes import thing_of


@strawberry.mutation(
    description="Add a thing to a group: an agent, a document, anything that the ontology names.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def create_thing(info: Info, input: CreateThingInput) -> CreateThingResult:  # noqa: A002 - Relay's name
    """Create a thing."""
    new = NewThing(str(input.group), input.type, input.name, input.status, input.properties)
    thing = await info.context.services.things.create(info.context.caller, new)
    return CreateThingPayload(thing=thing_of(thing))
