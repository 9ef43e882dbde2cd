"""The mutation ``disconnect``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.disconnect import DisconnectInput, DisconnectPayload, DisconnectResult
from schema.errors import AnswersErrors
from schema.relation import Relation


@strawberry.mutation(
    description="Remove a connection of a group.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def disconnect(info: Info, input: DisconnectInput) -> DisconnectResult:  # noqa: A002 - Relay's name
    """Remove a connection."""
    connections = info.context.services.connections
    connection = await connections.disconnect(info.context.caller, str(input.connection))
    return DisconnectPayload(relation=Relation.of(connection))
