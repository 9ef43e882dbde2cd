"""Input and result of ``activatePlugin``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import (
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    Unauthenticated,
    VersionRevoked,
)
from schema.plugin_instance import PluginInstance


@strawberry.input(description="An instance, and whom it concerns.")
class InstanceAgentInput:
    """The input of ``activatePlugin`` and ``deactivatePlugin``."""

    instance: strawberry.ID = strawberry.field(description="The instance.")
    agent: strawberry.ID | None = strawberry.field(
        default=None, description="One agent; the whole group when left out."
    )


@covered
@strawberry.type(description="The instance, ACTIVE.")
class ActivatePluginPayload:
    """The payload of ``activatePlugin``."""

    instance: PluginInstance = strawberry.field(description="The instance as it is now.")


ActivatePluginResult: TypeAlias = Annotated[
    ActivatePluginPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | InvalidState
    | VersionRevoked,
    strawberry.union("ActivatePluginResult", description="The instance, or why nothing changed."),
]
