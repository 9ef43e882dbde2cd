"""Input and result of ``setPluginPolicy``."""

from typing import Annotated, TypeAlias

import strawberry

from sandbox.analysis.finding import FindingKind
from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.group import Group


@strawberry.input(description="The whole policy; what is left out asks for nothing.")
class SetPluginPolicyInput:
    """The input of ``setPluginPolicy``."""

    group: strawberry.ID = strawberry.field(description="Your group.")
    block: list[FindingKind] | None = strawberry.field(
        default=None, description="Findings that end an install with POLICY_BLOCKED."
    )
    ask: list[FindingKind] | None = strawberry.field(
        default=None,
        description="Findings that an owner has to accept: `activatePlugin(acceptFindings: true)`.",
    )
    cool_down_hours: int = strawberry.field(
        default=0, description="Younger releases are not installed; 8760 at most."
    )
    signed_only: bool = strawberry.field(
        default=False, description="Install only versions whose signature is VALID."
    )
    one_shot: bool = strawberry.field(
        default=False, description="Each call of each plugin runs in a process of its own."
    )


@covered
@strawberry.type(description="The group with its new policy.")
class SetPluginPolicyPayload:
    """The payload of ``setPluginPolicy``."""

    group: Group = strawberry.field(description="The group as it is now.")


SetPluginPolicyResult: TypeAlias = Annotated[
    SetPluginPolicyPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("SetPluginPolicyResult", description="The group, or why nothing changed."),
]
