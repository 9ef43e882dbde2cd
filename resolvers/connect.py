"""The mutation ``connect``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.connection_service import NewConnection
from schema.access import Needs
from schema.connect import ConnectInput, ConnectPayload, ConnectResult
from schema.context import Info
from schema.errors import AnswersErrors
from schema.relation import Relation


@strawberry.mutation(
    description="Connect two nodes of a group, or one of them with a public one.",
    extensions=[Needs(Permission.MANAGE_DATA), AnswersErrors()],
)
async def connect(info: Info, input: ConnectInput) -> ConnectResult:  # noqa: A002 - Relay's name
    """Make a connection."""
    new = NewConnection(
        group=str(input.group),
        source=str(input.source),
        target=str(input.target),
        type=input.type,
        strength=input.strength,
        metadata=input.metadata,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
    )
    connection = await info.context.services.connections.connect(info.context.caller, new)
    return ConnectPayload(relation=Relation.of(connection))
