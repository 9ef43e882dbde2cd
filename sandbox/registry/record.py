"""What a registry says about a package."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class PackageVersion:
    """One published version; what the registry does not offer is None.

    Attributes:
        declared_dependencies: ranges by name, by field of the manifest.
    """

    version: str
    published_at: datetime | None
    integrity: str | None
    core_range: str | None
    declared_dependencies: dict[str, Any] | None = None

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """A version from the reader's event."""
        return cls(
            version=event["version"],
            published_at=_instant(event["publishedAt"]),
            integrity=event["integrity"],
            core_range=event["coreRange"],
            declared_dependencies=event["declaredDependencies"],
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a manifest names."""

    name: str
    email: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageManifest:
    """What the tarball of one version says about it: data that anybody may have written.

    Attributes:
        version: that was read.
        readme: Markdown, 200 kB at most.
        declared_dependencies: ranges by name, by field of the manifest.
        declared_settings: ``agentConfig.pluginParameters`` as it stands there.
    """

    version: str
    readme: str | None
    description: str | None
    licence: str | None
    keywords: list[str]
    repository: str | None
    homepage: str | None
    authors: list[Person]
    maintainers: list[Person]
    dependencies: dict[str, str]
    peer_dependencies: dict[str, str]
    declared_settings: dict[str, Any]
    declared_dependencies: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """A manifest from the reader's event."""
        return cls(
            version=event["version"],
            readme=event["readme"],
            description=event["description"],
            licence=event["licence"],
            keywords=event["keywords"],
            repository=event["repository"],
            homepage=event["homepage"],
            authors=[Person(**person) for person in event["authors"]],
            maintainers=[Person(**person) for person in event["maintainers"]],
            dependencies=event["dependencies"],
            peer_dependencies=event["peerDependencies"],
            declared_settings=event["declaredSettings"],
            declared_dependencies=event["declaredDependencies"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRecord:
    """One name of the catalogue.

    Attributes:
        name: that was asked for.
        available: whether the registry has it.
        versions: every published version.
        dist_tags: version by tag, ``latest`` among them.
        latest: the version tagged ``latest``, where its tarball could be read.
        error: why the package, or its latest tarball, could not be read this time; what was
            known of it before still stands.
    """

    name: str
    available: bool
    versions: list[PackageVersion] = field(default_factory=list)
    dist_tags: dict[str, str] = field(default_factory=dict)
    latest: PackageManifest | None = None
    error: str | None = None

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """A record from the reader's event."""
        latest = event.get("latest")
        return cls(
            name=event["name"],
            available=event["available"],
            versions=[PackageVersion.from_event(each) for each in event.get("versions", ())],
            dist_tags=event.get("distTags", {}),
            latest=PackageManifest.from_event(latest) if latest else None,
            error=event.get("error"),
        )


def _instant(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
