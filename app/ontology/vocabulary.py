"""The type names that the ontology allows, from ``types.json`` beside this file."""

from pathlib import Path
from typing import Any

import orjson

_TYPES: dict[str, Any] = orjson.loads((Path(__file__).parent / "types.json").read_bytes())


def _all(section: str) -> frozenset[str]:
    families: dict[str, list[str]] = _TYPES[section]
    return frozenset(name for names in families.values() for name in names)


GROUP_TYPES = frozenset(_TYPES["group_types"])
THING_TYPES = _all("thing_types")
THING_STATUSES = frozenset(_TYPES["thing_status"])
CONNECTION_TYPES = _all("connection_types")
EVENT_TYPES = _all("event_types")
KNOWLEDGE_TYPES = frozenset(_TYPES["knowledge_types"])
AGENT_TYPES = frozenset(_TYPES["thing_types"]["business_agents"]) | {"ai_clone", "external_agent"}

PLUGIN = "elizaos_plugin"
INSTANCE = "plugin_instance"
MEMBER_OF = "member_of"

# What the server alone writes: it relies on their shape, or they hold credentials.
SERVER_THING_TYPES = frozenset(
    _TYPES["thing_types"]["plugins"]
    + _TYPES["thing_types"]["auth_session"]
    + _TYPES["thing_types"]["agent_memory"]
)
SERVER_CONNECTION_TYPES = frozenset(
    _TYPES["connection_types"]["plugins"] + _TYPES["connection_types"]["agent_memory"] + [MEMBER_OF]
)


def check(name: str, allowed: frozenset[str]) -> str:
    """Return ``name`` when the ontology has it.

    Raises:
        ValueError: it does not.
    """
    if name not in allowed:
        raise ValueError(f"{name!r} is no type of the ontology")
    return name
