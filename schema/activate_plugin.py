"""Input and result of ``activatePlugin``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import (
    FindingsNotAccepted,
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    SignatureInvalid,
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
    accept_findings: bool | None = strawberry.field(
        default=None, description="An owner's word on what the group's policy asks about."
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
    | VersionRevoked
    | SignatureInvalid
    | FindingsNotAccepted,
    strawberry.union("ActivatePluginResult", description="The instance, or why nothing changed."),
]
