"""Versions of plugins."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, Field
from pymongo import IndexModel

from app.catalog.capability import Capability, CapabilityKind
from app.catalog.dependency import Dependency
from app.catalog.setting_spec import SettingSpec
from app.identifiers import Kind
from app.record import Record


class ServiceProblem(BaseModel):
    """A service that did not start; see ``sandbox.worker.probe.ServiceProblem``."""

    service: str
    reason: str


class Compatibility(BaseModel):
    """How a version loaded in isolation: as it is, with which repairs, or why not.

    Attributes:
        initialised: it also registered on a runtime that then initialised.
        reason: why not, or which settings it asks for; for whoever chooses plugins.
        detail: where in the code; for the plugin's author.
        bundled: workers import its bundle, which loads as it does, and faster.
        load_ms: milliseconds that importing it took; None where it does not load, or of long ago.
    """

    loaded: bool
    initialised: bool = False
    repairs: list[str] = Field(default_factory=list)
    reason: str | None = None
    detail: str | None = None
    services_not_started: list[ServiceProblem] = Field(default_factory=list)
    bundled: bool = False
    load_ms: float | None = None
    probed_at: datetime


class StoredFinding(BaseModel):
    """A place in its files; see ``sandbox.analysis.finding.Finding``."""

    kind: str
    severity: str
    package: str
    file: str
    line: int | None
    detail: str


class StoredSignature(BaseModel):
    """Who vouches for it; see ``sandbox.install.signature.Signature``."""

    state: str
    signer: str | None
    provenance: str


class PluginVersion(Record):
    """One published version.

    Attributes:
        plugin: id of the plugin.
        core_range: the versions of @elizaos/core it asks for.
        dependencies: None while nobody could tell: not every registry does.
        further_kinds: of which it may register more once it has its settings.
        artifact: digest of the installed tree; None until someone installed it.
        revoked: why the platform owner withdrew it; None: it may run.
        signature: None until someone installed it, or it was uploaded.
        tarball: id of the uploaded file; None: it is the registry's.
        findings: what reading its files brought, its own first; so too what it seems to need.
    """

    kind: ClassVar[Kind] = Kind.VERSION

    plugin: str
    name: str
    version: str
    published_at: datetime | None = None
    integrity: str | None = None
    core_range: str | None = None
    dependencies: list[Dependency] | None = None
    capabilities: list[Capability] = Field(default_factory=list)
    further_kinds: list[CapabilityKind] = Field(default_factory=list)
    settings: list[SettingSpec] = Field(default_factory=list)
    compatibility: Compatibility | None = None
    artifact: str | None = None
    revoked: str | None = None
    signature: StoredSignature | None = None
    tarball: str | None = None
    findings: list[StoredFinding] = Field(default_factory=list)
    proposed_permissions: list[str] = Field(default_factory=list)
    proposed_hosts: list[str] = Field(default_factory=list)

    class Settings:
        """Where and how versions are stored."""

        name = "plugin_versions"
        indexes: ClassVar = [
            IndexModel([("plugin", 1), ("version", 1)], unique=True),
            IndexModel([("plugin", 1), ("published_at", -1), ("_id", -1)]),
            IndexModel([("artifact", 1)]),
            IndexModel([("revoked", 1)], partialFilterExpression={"revoked": {"$gt": ""}}),
        ]
