"""Plugins of the catalogue."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.catalog.capability import Capability
from app.catalog.setting_spec import SettingSpec
from app.ontology import vocabulary
from app.ontology.thing import ThingRecord


class DistTag(BaseModel):
    """A name that the registry gives to one version: ``latest``, ``alpha``."""

    tag: str
    version: str


class PluginProperties(BaseModel):
    """What the catalogue knows of a plugin.

    Attributes:
        available: the npm registry has it; None until the first look.
        uploaded: to this server; the registry is not asked for it.
        verified: published from the elizaOS organisation's own repositories.
        published_at: when ``latest_version`` was published.
        capabilities: of the version that was loaded last, anywhere on this server.
        digest: of what the last sync saw, to tell whether anything changed.
    """

    title: str
    description: str | None = None
    category: str = "other"
    license: str | None = None
    repository: str | None = None
    homepage: str | None = None
    verified: bool = False
    uploaded: bool = False
    available: bool | None = None
    latest_version: str | None = None
    dist_tags: list[DistTag] = Field(default_factory=list)
    published_at: datetime | None = None
    keywords: list[str] = Field(default_factory=list)
    dependencies: list[str] = Field(default_factory=list)
    settings: list[SettingSpec] = Field(default_factory=list)
    capabilities: list[Capability] = Field(default_factory=list)
    install_count: int = 0
    problem: str | None = None
    digest: str | None = None


class Plugin(ThingRecord):
    """A package of the catalogue; its ``name`` is the npm name."""

    type: str = vocabulary.PLUGIN
    status: str = "published"
    properties: PluginProperties

    class Settings:
        """Plugins are things; the indexes are declared there."""

        name = "things"


def plugin_key(name: str) -> str:
    """The key that makes a package appear once in the catalogue."""
    return f"plugin:{name}"
