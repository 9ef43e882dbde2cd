"""Input and result of ``uninstallPlugin``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.plugin_instance import PluginInstance


@strawberry.input(description="An instance.")
class InstanceInput:
    """The input of ``uninstallPlugin``."""

    instance: strawberry.ID = strawberry.field(description="The instance.")


@covered
@strawberry.type(description="The instance, UNINSTALLED; its history stays.")
class UninstallPluginPayload:
    """The payload of ``uninstallPlugin``."""

    instance: PluginInstance = strawberry.field(description="The instance as it is now.")


UninstallPluginResult: TypeAlias = Annotated[
    UninstallPluginPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("UninstallPluginResult", description="The instance, or why nothing changed."),
]
