"""What a registry's record tells the catalogue about a plugin."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from app.catalog.category import categorise
from app.catalog.community import community_entry
from app.catalog.dependency import Dependency, declared_dependencies
from app.catalog.listing import Listing, page
from app.catalog.plugin import DistTag
from app.catalog.setting_list import setting_list
from app.catalog.setting_spec import SettingSpec
from sandbox.registry.record import PackageManifest, PackageRecord, PackageVersion

MAX_KEYWORDS = 50
MAX_KEYWORD = 100
MAX_AUTHORS = 20
MAX_NAME = 200
MAX_TAGS = 200
_TEMPLATE = "${"  # left by a package whose author never filled its template in


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """What only a readable tarball tells.

    Attributes:
        authors: names of people.
        depends_on: range by name, of packages that are plugins of the catalogue.
        dependencies: everything that it depends on.
    """

    readme: str | None
    authors: list[str]
    depends_on: dict[str, str]
    settings: list[SettingSpec]
    version: str
    core_range: str | None
    dependencies: list[Dependency]


@dataclass(frozen=True, slots=True)
class PluginFacts:
    """Everything to store of one record.

    Attributes:
        properties: replace those of the plugin; the others stay as they are.
        manifest: None when the tarball could not be read; what was known of it stays.
        digest: tells whether anything differs from what was stored before.
    """

    name: str
    properties: dict[str, Any]
    versions: list[PackageVersion]
    manifest: ManifestFacts | None = None

    @property
    def digest(self) -> str:
        """The same for the same facts, whenever and wherever they were read."""
        seen = [self.properties, self.versions, self.manifest]
        text = orjson.dumps(seen, default=_dumped, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(text).hexdigest()


def facts(record: PackageRecord, listing: Listing, catalogue: Collection[str]) -> PluginFacts:
    """The facts of a record that could be read; ``catalogue`` holds every plugin's name."""
    if not record.available:
        return PluginFacts(record.name, {"available": False}, [])
    latest = record.dist_tags.get("latest")
    published = {version.version: version.published_at for version in record.versions}
    properties: dict[str, Any] = {
        "available": True,
        "latest_version": latest,
        "published_at": published.get(latest or ""),
        "dist_tags": _dist_tags(record),
        "problem": record.error,
    }
    if record.latest is None:
        return PluginFacts(record.name, properties, record.versions)
    manifest = _manifest_facts(record.name, record.latest, catalogue)
    properties |= _described(record.latest, listing)
    properties["settings"] = [setting.model_dump() for setting in manifest.settings]
    return PluginFacts(record.name, properties, record.versions, manifest)


def _dist_tags(record: PackageRecord) -> list[dict[str, str]]:
    tags = sorted(record.dist_tags.items())[:MAX_TAGS]
    return [DistTag(tag=tag, version=version).model_dump() for tag, version in tags]


def _described(manifest: PackageManifest, listing: Listing) -> dict[str, Any]:
    known = community_entry(listing.name)
    description = _text(manifest.description) or known.get("description")
    keywords = [word[:MAX_KEYWORD] for word in manifest.keywords if _text(word)][:MAX_KEYWORDS]
    return listing.properties.model_dump(include={"title", "repository", "verified"}) | {
        "description": description,
        "category": categorise(listing.name, [*keywords, *known.get("topics", ())], description),
        "license": manifest.licence and manifest.licence[:MAX_NAME],
        "repository": page(manifest.repository or "") or listing.repository,
        "homepage": _web_page(manifest.homepage),
        "keywords": keywords,
        "dependencies": sorted({*manifest.dependencies, *manifest.peer_dependencies}),
    }


def _manifest_facts(
    name: str, manifest: PackageManifest, catalogue: Collection[str]
) -> ManifestFacts:
    ranges = manifest.peer_dependencies | manifest.dependencies
    people = manifest.authors or manifest.maintainers
    names = [text[:MAX_NAME] for person in people if (text := _text(person.name))]
    return ManifestFacts(
        readme=manifest.readme,
        authors=list(dict.fromkeys(names))[:MAX_AUTHORS],
        depends_on={key: ranges[key] for key in sorted(ranges) if key in catalogue and key != name},
        settings=setting_list(manifest.declared_settings),
        version=manifest.version,
        core_range=ranges.get("@elizaos/core"),
        dependencies=declared_dependencies(manifest.declared_dependencies),
    )


def _text(value: str | None) -> str | None:
    """The words of a text, without what cannot be shown; None for an unfilled template."""
    if not value or _TEMPLATE in value:
        return None
    return "".join(sign for sign in value if sign.isprintable() or sign.isspace()).strip() or None


def _web_page(address: str | None) -> str | None:
    """An address that is safe to link to, or None."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def _dumped(value: object) -> object:
    if isinstance(value, SettingSpec | Dependency):
        return value.model_dump()
    raise TypeError(type(value).__name__)
