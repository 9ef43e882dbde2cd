"""Input and result of ``deactivatePlugin``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.plugin_instance import PluginInstance


@covered
@strawberry.type(description="The instance, INSTALLED unless others still use it.")
class DeactivatePluginPayload:
    """The payload of ``deactivatePlugin``."""

    instance: PluginInstance = strawberry.field(description="The instance as it is now.")


DeactivatePluginResult: TypeAlias = Annotated[
    DeactivatePluginPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("DeactivatePluginResult", description="The instance, or why nothing changed."),
]
