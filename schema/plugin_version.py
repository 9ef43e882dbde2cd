"""Versions of plugins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.catalog.setting_spec import SettingSpec as SettingSpecRecord
from app.catalog.settings_schema import settings_schema
from app.catalog.version import Compatibility as CompatibilityRecord
from app.catalog.version import PluginVersion as VersionRecord
from app.identifiers import Kind
from schema import nodes, plugin
from schema.access import covered, public
from schema.capability import Capability
from schema.context import Info
from schema.dependency import Dependency
from schema.finding import Finding
from schema.interfaces import Node
from schema.setting_spec import SETTINGS_SCHEMA, SettingSpec
from schema.signature import Signature

if TYPE_CHECKING:
    from schema.plugin import Plugin


@covered
@strawberry.type(description="A service that did not start without settings and network.")
class ServiceProblem:
    """What the probe found of one service."""

    service: str = strawberry.field(description="The type it is found under.")
    reason: str = strawberry.field(description="Why it did not start.")


@covered
@strawberry.type(description="How a version loaded in isolation: as is, with repairs, or why not.")
class Compatibility:
    """What the probe found."""

    loaded: bool = strawberry.field(description="It exports a plugin and loads.")
    initialised: bool = strawberry.field(
        description="It also registers on a runtime that then initialises, without any setting."
    )
    repairs: list[str] = strawberry.field(description="What was needed to make it load.")
    reason: str | None = strawberry.field(
        description="Why not, or which settings it asks for, for whoever chooses plugins."
    )
    detail: str | None = strawberry.field(
        description="Where in its code that happened, for its author."
    )
    services_not_started: list[ServiceProblem] = strawberry.field(
        description="Those of its services that need more than that to start."
    )
    bundled: bool = strawberry.field(
        description="It is run from one file made of its own and those it drags in, which loads "
        "as they do, and clearly faster."
    )
    load_ms: float | None = strawberry.field(
        description="Milliseconds that importing it took; null where it did not load."
    )
    probed_at: datetime = strawberry.field(description="When it was tried.")

    @classmethod
    def of(cls, record: CompatibilityRecord) -> Self:
        """The API's view of what was found."""
        problems = [ServiceProblem(**each.model_dump()) for each in record.services_not_started]
        return cls(**record.model_dump() | {"services_not_started": problems})


@public
@strawberry.type(description="One published version of a plugin.")
class PluginVersion(Node):
    """A version."""

    version: str = strawberry.field(description="As in semver.")
    published_at: datetime | None = strawberry.field(description="When it was published.")
    integrity: str | None = strawberry.field(description="The registry's digest of the package.")
    core_range: str | None = strawberry.field(description="Versions of @elizaos/core it wants.")
    dependencies: list[Dependency] | None = strawberry.field(
        description="By name, 300 at most; null while neither registry nor tarball told."
    )
    capabilities: list[Capability] = strawberry.field(description="Empty until it was loaded.")
    settings: list[SettingSpec] = strawberry.field(description="Empty until it was installed.")
    compatibility: Compatibility | None = strawberry.field(description="Null until it was loaded.")
    revoked: str | None = strawberry.field(
        description="Why the platform owner withdrew it; it runs nowhere. Null: it may."
    )
    signature: Signature | None = strawberry.field(
        description="Who vouches for it; null until it was installed or uploaded."
    )
    findings: list[Finding] = strawberry.field(
        description="What reading its files and those it drags in brought: 1,000 at most, its "
        "own first. Empty until it was installed."
    )
    proposed_permissions: list[str] = strawberry.field(
        description="What it seems to need, by its code. Nothing is granted by that."
    )
    proposed_hosts: list[str] = strawberry.field(description="Hosts that its code names.")
    plugin_id: strawberry.Private[str]
    specs: strawberry.Private[list[SettingSpecRecord]]

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
            dependencies=_dependencies(record),
            capabilities=[Capability.of(item) for item in record.capabilities],
            settings=[SettingSpec.of(item) for item in record.settings],
            compatibility=Compatibility.of(compatibility) if compatibility else None,
            revoked=record.revoked,
            signature=Signature.of(record.signature) if record.signature else None,
            findings=[Finding.of(item) for item in record.findings],
            proposed_permissions=record.proposed_permissions,
            proposed_hosts=record.proposed_hosts,
            plugin_id=record.plugin,
            specs=record.settings,
        )

    @strawberry.field(description=SETTINGS_SCHEMA)
    def settings_schema(self) -> JSON:
        """The form of its settings."""
        return JSON(settings_schema(self.specs))

    @strawberry.field(description="What it is a version of.")
    async def plugin(self, info: Info) -> Annotated[Plugin, strawberry.lazy("schema.plugin")]:
        """The catalogue's plugin."""
        found = await info.context.loaders.plugins.load(self.plugin_id)
        return plugin.Plugin.of(nodes.required(found))


def _dependencies(record: VersionRecord) -> list[Dependency] | None:
    stored = record.dependencies
    return None if stored is None else [Dependency.of(item) for item in stored]


@nodes.finds(Kind.VERSION)
async def find_version(info: Info, identifier: str) -> Node | None:
    """The version of that id."""
    record = await info.context.loaders.versions_by_id.load(identifier)
    return PluginVersion.of(record) if record else None
