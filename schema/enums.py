"""The API's enums: the domain's own, described, and one that the domain does not have."""

from enum import Enum

import strawberry

from app.catalog.capability import CapabilityKind
from app.catalog.catalogue import PluginSort
from app.catalog.dependency import DependencyKind
from app.catalog.setting_source import SettingSource
from app.execution.execution import ExecutionState
from app.ontology.group import Plan
from app.ontology.role import Role
from app.plugins.setting_problem import SettingProblemKind
from app.plugins.stage import InstallStage
from app.plugins.state import InstanceState
from sandbox.analysis.finding import FindingKind, Severity
from sandbox.install.signature import SignatureState


def _describe(enum: type[Enum], description: str, **values: str) -> None:
    """Publish an enum of the domain; ``values`` says what each of its names stands for."""
    published = strawberry.enum(enum, description=description)
    for value in published.__strawberry_definition__.values:  # type: ignore[attr-defined] # Strawberry sets it
        value.description = values[value.name]


class Direction(Enum):
    """Which way connections are followed."""

    OUT = "OUT"
    IN = "IN"
    BOTH = "BOTH"


_describe(
    Direction,
    "Which way connections are followed.",
    OUT="Those that start here.",
    IN="Those that lead here.",
    BOTH="Either.",
)
_describe(
    CapabilityKind,
    "What kind of thing a plugin registers.",
    ACTION="Does something when asked.",
    PROVIDER="Tells an agent what is so at the moment.",
    EVALUATOR="Judges what an agent did.",
    SERVICE="Has methods that can be called.",
    MODEL="Turns parameters into text, an object, a vector or an image.",
    ROUTE="Answers an HTTP request.",
)
_describe(
    DependencyKind,
    "How a package is wanted.",
    REQUIRED="It must be there.",
    OPTIONAL="Its absence is no fault.",
    PEER="It is shared with whoever has the plugin.",
    OPTIONAL_PEER="It is shared where it is there; its absence is no fault.",
)
_describe(
    ExecutionState,
    "QUEUED and RUNNING go on; the others are final.",
    QUEUED="It waits for a process.",
    RUNNING="A process has it.",
    SUCCEEDED="It has a result.",
    FAILED="It has an error; EXECUTOR_LOST when its executor vanished. It is never run again.",
    TIMED_OUT="Its time was up, and its process was ended.",
    CANCELLED="Somebody stopped it.",
    REJECTED="It could not start: its instance was no longer active, for one.",
)
_describe(
    InstallStage,
    "What an install does. On failure: the stage that failed, ROLLED_BACK, FAILED.",
    QUEUED="It waits for an executor.",
    RESOLVING="The packages that it needs are chosen.",
    DOWNLOADING="They are fetched.",
    VERIFYING="They are held against their checksums.",
    ANALYSING="The plugin's sources are read for the settings that they use.",
    BUNDLING="The files are sealed into an artefact.",
    PROBING="The plugin is loaded in isolation.",
    INDEXING="What it can do is stored.",
    DONE="It is installed.",
    ROLLED_BACK="Nothing of the attempt is left but its story.",
    FAILED="It is not installed.",
)
_describe(
    InstanceState,
    "Where an instance stands in its life. Only an ACTIVE one executes.",
    DISCOVERED="It is known, and nothing was asked for.",
    INSTALLING="Its install is under way.",
    INSTALLED="It is there; a required setting is missing, or it was deactivated.",
    ACTIVATING="It is about to be ACTIVE.",
    ACTIVE="It executes.",
    DEACTIVATING="It is about to be INSTALLED.",
    SUSPENDED="It was stopped, and keeps its place.",
    UNINSTALLING="It is about to be UNINSTALLED.",
    UNINSTALLED="It is gone; its history stays.",
    FAILED="It never got installed, and says why.",
    ERROR="It worked once and broke.",
)
_describe(
    PluginSort,
    "The order of a list of plugins.",
    NAME="By npm name.",
    POPULARITY="Most installed first.",
    RECENCY="Latest published first.",
)
_describe(
    SettingSource,
    "Where it is known from that a plugin reads a setting.",
    DECLARED="Its package declares it, with type and description.",
    CONFIG="It is a key of the `config` that the plugin exports.",
    SCANNED="Its code names it.",
    OBSERVED="It was read while the plugin was loaded.",
)
_describe(
    SettingProblemKind,
    "What is wrong with a setting.",
    MISSING="The package calls it required; it has neither a value nor a default.",
    INVALID="Its value is not of the declared type, or none of the declared values.",
    MISSPELT="Nothing is known of it, and something of a setting with nearly its name.",
)
_describe(
    Role,
    "What a person is in a group, or for the catalogue.",
    PLATFORM_OWNER="Runs the catalogue and creates tenants; sees no group's data.",
    ORG_OWNER="Installs, configures and changes what is in the group, its people included.",
    ORG_USER="Sees the group's data and uses its plugins.",
    CUSTOMER="Sees the group and its members.",
)
_describe(
    Plan,
    "What a group may use: executions a day.",
    FREE="100, unless the operator set another number.",
    PRO="10,000, unless the operator set another number.",
    ENTERPRISE="Any number.",
)

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
    "SettingProblemKind",
    "SettingSource",
]
_describe(
    Severity,
    "How much a finding should worry who installs the plugin.",
    LOW="Usual in plugins.",
    MEDIUM="Worth a look.",
    HIGH="Does what a plugin rarely needs.",
    CRITICAL="Hides what it does, or sends data away.",
)
_describe(
    FindingKind,
    "What a place in a plugin's code does, or hides.",
    DYNAMIC_IMPORT="Loads code that is chosen while it runs.",
    ENCODED_TEXT="Holds texts in an encoded form.",
    ENVIRONMENT="Gathers the environment as a whole.",
    EVAL="Makes code of text.",
    EXFILTRATION="Collects what it knows of its machine, to send it.",
    FILES="Uses files.",
    INCOMPLETE="Not everything was read.",
    INSTALL_SCRIPT="Wants to run while it is installed; nothing does here.",
    MINIFIED="Is shortened by a machine.",
    NATIVE_ADDON="Holds machine code, or is compiled to it; none runs here.",
    NETWORK="Uses the network, or names a host.",
    NOT_PARSED="Is no JavaScript that can be read.",
    OBFUSCATION="Is made unreadable on purpose.",
    PROCESS="Starts processes; none can be started here.",
    PROTOTYPE_CHANGE="Changes what belongs to everybody.",
    SUSPICIOUS_LINK="Names a suspicious address.",
    THREADS="Starts threads.",
)
_describe(
    SignatureState,
    "What came of verifying a signature.",
    VALID="It holds.",
    INVALID="It does not: nothing of it is installed or activated.",
    UNSIGNED="Nobody signed it.",
    UNAVAILABLE="Nobody here can tell: the registry offers no keys, for one.",
)
