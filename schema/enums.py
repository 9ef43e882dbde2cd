"""The API's enums: the domain's own, described, and those that have other names there."""

from enum import Enum

import strawberry

from app.catalog.capability import CapabilityKind
from app.catalog.catalogue import PluginSort
from app.catalog.dependency import DependencyKind
from app.execution.execution import ExecutionState
from app.plugins.stage import InstallStage
from app.plugins.state import InstanceState

strawberry.enum(CapabilityKind, description="What kind of thing a plugin registers.")
strawberry.enum(
    DependencyKind,
    description=(
        "How a package is wanted. A PEER is shared with whoever has the plugin; of OPTIONAL and "
        "OPTIONAL_PEER the absence is no fault."
    ),
)
strawberry.enum(
    ExecutionState,
    description=(
        "QUEUED and RUNNING go on; the others are final. An execution whose executor vanished "
        "ends FAILED with EXECUTOR_LOST and is never run again by itself."
    ),
)
strawberry.enum(
    InstallStage,
    description="What an install does. On failure: the stage that failed, ROLLED_BACK, FAILED.",
)
strawberry.enum(
    InstanceState,
    description=(
        "An install ends ACTIVE when its settings validate and INSTALLED when something is still "
        "missing; only an ACTIVE instance executes. FAILED: never got installed. ERROR: worked "
        "once and broke."
    ),
)

strawberry.enum(
    PluginSort,
    description="NAME: by npm name; POPULARITY: most installed; RECENCY: latest published first.",
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


__all__ = [
    "CapabilityKind",
    "DependencyKind",
    "Direction",
    "ExecutionState",
    "InstallStage",
    "InstanceState",
    "Plan",
    "PluginSort",
    "Role",
]
