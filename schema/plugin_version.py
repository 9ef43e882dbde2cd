"""Versions of plugins."""

from datetime import datetime
from typing import Self

import strawberry

from app.catalog.version import PluginVersion as VersionRecord
from app.identifiers import Kind
from schema import nodes
from schema.capability import Capability, SettingSpec
from schema.context import Info
from schema.interfaces import Node


@strawberry.type(description="How a version loaded in isolation: as is, with repairs, or why not.")
class Compatibility:
    """What the probe found."""

    loaded: bool = strawberry.field(description="It exports a plugin and loads.")
    repairs: list[str] = strawberry.field(description="What was needed to make it load.")
    reason: str | None = strawberry.field(description="Why not, or what failed at start.")
    probed_at: datetime = strawberry.field(description="When it was tried.")


@strawberry.type(description="One published version of a plugin.")
class PluginVersion(Node):
    """A version."""

    version: str = strawberry.field(description="As in semver.")
    published_at: datetime | None = strawberry.field(description="When it was published.")
    integrity: str | None = strawberry.field(description="The registry's digest of the package.")
    core_range: str | None = strawberry.field(description="Versions of @elizaos/core it wants.")
    capabilities: list[Capability] = strawberry.field(description="Empty until it was loaded.")
    settings: list[SettingSpec] = strawberry.field(description="Empty until it was installed.")
    compatibility: Compatibility | None = strawberry.field(description="Null until it was loaded.")

    @classmethod
    def of(cls, record: VersionRecord) -> Self:
        """The API's view of a stored version."""
        compatibility = record.compatibility
        return cls(
            id=strawberry.ID(record.id),
            version=record.version,
            published_at=record.published_at,
            integrity=record.integrity,
            core_range=record.core_range,
            capabilities=[Capability.of(item) for item in record.capabilities],
            settings=[SettingSpec.of(item) for item in record.settings],
            compatibility=Compatibility(**compatibility.model_dump()) if compatibility else None,
        )


@nodes.finds(Kind.VERSION)
async def visible_version(info: Info, identifier: str) -> Node | None:
    """The version; all of them are public."""
    record = await info.context.loaders.all_versions.get(identifier)
    return PluginVersion.of(record) if record else None
