"""Learning what a plugin can do, once for each version."""

import asyncio
from dataclasses import asdict
from typing import Any

from app.catalog.capability import Capability, CapabilityKind
from app.catalog.dependency import declared_dependencies
from app.catalog.found_settings import FoundSettings
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.setting_list import setting_list
from app.catalog.version import Compatibility, PluginVersion, ServiceProblem, StoredFinding
from app.database import Database, Session
from app.errors import InvalidPluginStructure, VersionRevoked
from app.packed import pack
from app.record import now
from sandbox.analysis.analyser import analyse
from sandbox.analysis.analysis import Analysis
from sandbox.install.artifact import Artifact
from sandbox.limits import Limits
from sandbox.worker.bundle_probe import BundleProbe, probe_with_bundle
from sandbox.worker.probe import Capability as ProbedCapability


class VersionProber:
    """Loads a version alone and isolated, and notes in the catalogue what it registers."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)

    async def learn(self, plugin: str, artifact: Artifact) -> PluginVersion:
        """The version of a plugin, probed now unless this very artefact was before.

        Raises:
            InvalidPluginStructure: it does not load, even alone and with nothing asked of it.
            VersionRevoked: the platform owner withdrew it.
            SandboxError: it could not be tried.
        """
        version = await self._version(plugin, artifact)
        if version.revoked:
            raise VersionRevoked.of(version.name, version.version, version.revoked)
        if version.compatibility is None or version.artifact != artifact.digest:
            return await self._probe(version, artifact)
        return version

    async def _version(self, plugin: str, artifact: Artifact) -> PluginVersion:
        found = PluginVersion(
            plugin=plugin,
            name=artifact.name,
            version=artifact.version,
            integrity=artifact.integrity,
            core_range=artifact.core_range,
            dependencies=declared_dependencies(artifact.original_manifest),
        )
        await self._versions.add_published([found])
        return await self._versions.of(plugin, artifact.version) or found

    async def _probe(self, version: PluginVersion, artifact: Artifact) -> PluginVersion:
        probed, analysis = await asyncio.gather(
            probe_with_bundle(artifact.path, self._limits), analyse(artifact.path, self._limits)
        )
        report = probed.report
        learnt = _learnt(probed, artifact) | _noticed(analysis)

        async def write(session: Session) -> None:
            await self._versions.describe(version.plugin, version.version, learnt, session)
            if report.loaded:
                shared = {key: learnt[key] for key in ("capabilities", "settings")}
                await self._plugins.describe(version.plugin, shared, session)

        await self._database.transact(write)
        if not report.loaded:
            raise InvalidPluginStructure(
                f"{version.name} {version.version} does not load: {report.reason}",
                "Try another version, or tell the plugin's author.",
            )
        return await self._versions.of(version.plugin, version.version) or version


def _learnt(probed: BundleProbe, artifact: Artifact) -> dict[str, Any]:
    report = probed.report
    found = FoundSettings(
        config=report.config_settings,
        scanned=artifact.read_settings,
        observed=report.observed_settings,
    )
    settings = setting_list(artifact.declared_settings, found)
    compatibility = Compatibility(
        loaded=report.loaded,
        initialised=report.initialised,
        repairs=[*artifact.repairs, *report.repairs],
        reason=report.reason,
        detail=report.detail,
        services_not_started=[
            ServiceProblem(**asdict(each)) for each in report.services_not_started
        ],
        bundled=probed.bundled,
        load_ms=report.load_ms if report.loaded else None,
        probed_at=now(),
    )
    return {
        "capabilities": [_capability(item).model_dump() for item in report.capabilities],
        "further_kinds": [CapabilityKind(each).value for each in report.further_kinds],
        "settings": [spec.model_dump() for spec in settings],
        "compatibility": compatibility.model_dump(),
        "artifact": artifact.digest,
        "signature": asdict(artifact.signature),
    }


def _noticed(analysis: Analysis) -> dict[str, Any]:
    findings = [
        StoredFinding(severity=each.severity.value, **asdict(each)).model_dump()
        for each in analysis.findings
    ]
    return {
        "findings": findings,
        "proposed_permissions": [each.value for each in analysis.permissions],
        "proposed_hosts": list(analysis.hosts),
    }


def _capability(found: ProbedCapability) -> Capability:
    return Capability(
        kind=CapabilityKind(found.kind),
        name=found.name,
        description=found.description or None,
        similes=found.similes,
        examples=None if found.examples is None else pack(found.examples),
        parameters=None if found.parameters is None else pack(found.parameters),
        methods=found.methods,
    )
