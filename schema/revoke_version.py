"""Input and result of ``revokeVersion``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.plugin_version import PluginVersion


@strawberry.input(description="Which version.")
class RevokeVersionInput:
    """The input of ``revokeVersion``."""

    plugin: str = strawberry.field(description="An id or an npm name.")
    version: str = strawberry.field(description="Exact.")
    reason: str = strawberry.field(description="1 to 500 characters; everybody may read it.")


@covered
@strawberry.type(description="The version as it is now.")
class RevokeVersionPayload:
    """The payload of ``revokeVersion``."""

    version: PluginVersion = strawberry.field(description="The version.")


RevokeVersionResult: TypeAlias = Annotated[
    RevokeVersionPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | InvalidState,
    strawberry.union("RevokeVersionResult", description="The version, or why nothing changed."),
]
