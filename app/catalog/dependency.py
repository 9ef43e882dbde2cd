"""What a version says it depends on."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

MAX_DEPENDENCIES = 300  # of one version; the largest real plugins have about a hundred
MAX_RANGE = 256
MAX_NAME = 214


class DependencyKind(StrEnum):
    """How a package is wanted; of the optional ones, the absence is no fault."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    PEER = "PEER"
    OPTIONAL_PEER = "OPTIONAL_PEER"


PEERS = frozenset({DependencyKind.PEER, DependencyKind.OPTIONAL_PEER})


class Dependency(BaseModel):
    """One package that a version wants.

    Attributes:
        package: the name in the manifest.
        range: as it stands there: a range, a tag, an alias, or an address.
    """

    package: str
    range: str
    kind: DependencyKind


def declared_dependencies(manifest: Mapping[str, Any]) -> list[Dependency]:
    """What a manifest, that anybody may have written, asks for: by name, each package once.

    As for npm, an optional dependency overrides a required one, and both override a peer.
    """
    found: dict[str, Dependency] = {}
    optional_peers = _optional_peers(manifest)
    for name, written in _ranges(manifest, "peerDependencies"):
        kind = DependencyKind.OPTIONAL_PEER if name in optional_peers else DependencyKind.PEER
        found[name] = Dependency(package=name, range=written, kind=kind)
    for name, written in _ranges(manifest, "dependencies"):
        found[name] = Dependency(package=name, range=written, kind=DependencyKind.REQUIRED)
    for name, written in _ranges(manifest, "optionalDependencies"):
        found[name] = Dependency(package=name, range=written, kind=DependencyKind.OPTIONAL)
    return [found[name] for name in sorted(found)[:MAX_DEPENDENCIES]]


def _ranges(manifest: Mapping[str, Any], field: str) -> list[tuple[str, str]]:
    return [
        (name, written.strip())
        for name, written in _entries(manifest.get(field))
        if isinstance(written, str) and 0 < len(name) <= MAX_NAME and len(written) <= MAX_RANGE
    ]


def _optional_peers(manifest: Mapping[str, Any]) -> set[str]:
    peers = _entries(manifest.get("peerDependenciesMeta"))
    return {name for name, meta in peers if isinstance(meta, Mapping) and meta.get("optional")}


def _entries(value: object) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, Mapping) else []
