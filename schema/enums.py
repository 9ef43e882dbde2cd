"""The API's enums, from the domain's own."""

from enum import Enum

import strawberry

from app.catalog.capability import CapabilityKind as DomainCapabilityKind
from app.execution.execution import ExecutionState as DomainExecutionState
from app.plugins.stage import InstallStage as DomainInstallStage
from app.plugins.state import InstanceState as DomainInstanceState

CapabilityKind = strawberry.enum(
    DomainCapabilityKind, description="What kind of thing a plugin registers."
)
ExecutionState = strawberry.enum(
    DomainExecutionState,
    description=(
        "QUEUED and RUNNING go on; the others are final. An execution whose executor vanished "
        "ends FAILED with EXECUTOR_LOST and is never run again by itself."
    ),
)
InstallStage = strawberry.enum(
    DomainInstallStage,
    description="What an install does. On failure: the stage that failed, ROLLED_BACK, FAILED.",
)
InstanceState = strawberry.enum(
    DomainInstanceState,
    description=(
        "An install ends ACTIVE when its settings validate and INSTALLED when something is still "
        "missing; only an ACTIVE instance executes. FAILED: never got installed. ERROR: worked "
        "once and broke."
    ),
)


@strawberry.enum(description="What a person is in a group, or for the catalogue.")
class Role(Enum):
    """Roles."""

    PLATFORM_OWNER = "platform_owner"
    ORG_OWNER = "org_owner"
    ORG_USER = "org_user"
    CUSTOMER = "customer"


@strawberry.enum(description="What a group may use.")
class Plan(Enum):
    """Plans."""

    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"


@strawberry.enum(description="Which way connections are followed.")
class Direction(Enum):
    """Directions."""

    OUT = "OUT"
    IN = "IN"
    BOTH = "BOTH"
