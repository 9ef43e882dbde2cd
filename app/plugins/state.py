"""The life of an installed plugin as an explicit state machine."""

from enum import StrEnum


class InstanceState(StrEnum):
    """Where an instance stands."""

    DISCOVERED = "DISCOVERED"
    INSTALLING = "INSTALLING"
    INSTALLED = "INSTALLED"
    ACTIVATING = "ACTIVATING"
    ACTIVE = "ACTIVE"
    DEACTIVATING = "DEACTIVATING"
    SUSPENDED = "SUSPENDED"
    UNINSTALLING = "UNINSTALLING"
    UNINSTALLED = "UNINSTALLED"
    FAILED = "FAILED"
    ERROR = "ERROR"


S = InstanceState
NEXT: dict[InstanceState, frozenset[InstanceState]] = {
    S.DISCOVERED: frozenset({S.INSTALLING}),
    S.INSTALLING: frozenset({S.INSTALLED, S.ACTIVE, S.FAILED}),
    S.INSTALLED: frozenset({S.ACTIVE, S.UNINSTALLED}),
    S.ACTIVE: frozenset({S.INSTALLED, S.SUSPENDED, S.ERROR, S.UNINSTALLED}),
    S.SUSPENDED: frozenset({S.ACTIVE, S.INSTALLED, S.UNINSTALLED}),
    S.ERROR: frozenset({S.ACTIVE, S.INSTALLED, S.UNINSTALLED}),
    S.FAILED: frozenset({S.UNINSTALLED}),
    S.UNINSTALLED: frozenset(),
    S.ACTIVATING: frozenset({S.ACTIVE, S.INSTALLED, S.ERROR}),
    S.DEACTIVATING: frozenset({S.INSTALLED, S.ERROR}),
    S.UNINSTALLING: frozenset({S.UNINSTALLED, S.ERROR}),
}
HAS_ARTIFACT = frozenset(
    {S.INSTALLED, S.ACTIVATING, S.ACTIVE, S.DEACTIVATING, S.SUSPENDED, S.ERROR, S.UNINSTALLING}
)
# The same life in the ontology's words for the status of any thing.
STATUS: dict[InstanceState, str] = dict.fromkeys(InstanceState, "inactive") | {
    S.DISCOVERED: "draft",
    S.INSTALLING: "draft",
    S.ACTIVE: "active",
    S.UNINSTALLED: "archived",
}


def sources(target: InstanceState) -> frozenset[InstanceState]:
    """The states from which ``target`` can be reached in one step."""
    return frozenset(state for state, following in NEXT.items() if target in following)


READY = (InstanceState.ACTIVE, InstanceState.INSTALLED)
"""What has everything to be changed, or to execute."""
