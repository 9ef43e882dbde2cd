"""Input and result of ``restoreVersion``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.plugin_version import PluginVersion


@strawberry.input(description="Which version.")
class RestoreVersionInput:
    """The input of ``restoreVersion``."""

    plugin: str = strawberry.field(description="An id or an npm name.")
    version: str = strawberry.field(description="Exact.")


@covered
@strawberry.type(description="The version as it is now.")
class RestoreVersionPayload:
    """The payload of ``restoreVersion``."""

    version: PluginVersion = strawberry.field(description="The version.")


RestoreVersionResult: TypeAlias = Annotated[
    RestoreVersionPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("RestoreVersionResult", description="The version, or why nothing changed."),
]
