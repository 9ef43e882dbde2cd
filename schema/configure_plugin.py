"""Input and result of ``configurePlugin``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import (
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    SecretInSettings,
    Unauthenticated,
)
from schema.plugin_instance import PluginInstance


@strawberry.input(description="What to change.")
class ConfigurePluginInput:
    """The input of ``configurePlugin``."""

    instance: strawberry.ID = strawberry.field(description="The instance.")
    settings: JSON | None = strawberry.field(
        default=None, description="Merged into what is set; null removes a key. No secrets."
    )


@covered
@strawberry.type(description="The instance with its new settings.")
class ConfigurePluginPayload:
    """The payload of ``configurePlugin``."""

    instance: PluginInstance = strawberry.field(description="The instance as it is now.")


ConfigurePluginResult: TypeAlias = Annotated[
    ConfigurePluginPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | InvalidState
    | SecretInSettings,
    strawberry.union("ConfigurePluginResult", description="The instance, or why nothing changed."),
]
