"""Taking in packages that come from no registry."""

import asyncio
from pathlib import Path

from app.auth.caller import Caller
from app.catalog.facts import PluginFacts, facts
from app.catalog.listing import Listing
from app.catalog.plugin import Plugin, plugin_key
from app.catalog.plugin_index import PluginIndex
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion, StoredSignature
from app.catalog.writer import CatalogueWriter, PluginChange
from app.database import Database, Duplicate, Session
from app.errors import InvalidState, InvalidTarball, NameTaken, SignatureInvalid
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.record import now
from app.uploads.choice import latest_of
from app.uploads.publisher_repository import PublisherRepository
from app.uploads.tarball_repository import TarballRepository
from sandbox.install.limits import InstallLimits
from sandbox.install.upload import integrity_of
from sandbox.registry.record import PackageRecord, PackageVersion
from sandbox.uploads.errors import SignatureRefused, UploadRefused
from sandbox.uploads.reader import UploadedPackage, read_upload


class UploadService:
    """The version, its plugin and the event are one transaction, after the file is kept."""

    def __init__(self, database: Database, index: PluginIndex) -> None:
        self._database = database
        self._index = index
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._publishers = PublisherRepository(database)
        self._tarballs = TarballRepository(database)
        self._writer = CatalogueWriter(database)
        self._events = EventRepository(database)

    async def take(self, caller: Caller, file: Path) -> PluginVersion:
        """Put a package into the catalogue; a version that is there stays as it is.

        Raises:
            NotAllowed: the caller does not own the platform.
            InvalidTarball: the file is no package.
            SignatureInvalid: it is signed, and that does not hold or by nobody trusted.
            NameTaken: the catalogue has a plugin of that name from the registry.
            InvalidState: that version was uploaded before, with other contents.
        """
        caller.require(None)
        package = await self._read(file)
        integrity = await asyncio.to_thread(integrity_of, file)
        version = package.manifest.version
        plugin = await self._plugins.by_name(package.name)
        _check_name(package.name, plugin)
        stored = await self._versions.of(plugin.id, version) if plugin else None
        if stored is not None:
            return _same(stored, integrity)
        with file.open("rb") as opened:
            tarball = await self._tarballs.keep(f"{package.name}@{version}", opened)
        try:
            return await self._add(caller, package, integrity, tarball)
        except BaseException:
            await self._tarballs.drop(tarball)
            raise

    async def _read(self, file: Path) -> UploadedPackage:
        try:
            return await read_upload(file, await self._publishers.keys(), InstallLimits())
        except SignatureRefused as refused:
            raise SignatureInvalid(
                f"The signature does not hold: {refused.reason}.",
                "Sign it again with: one-graph sign; trust its key with trustPublisher.",
            ) from None
        except UploadRefused as refused:
            raise InvalidTarball(
                f"The file is no package: {refused.reason}.", "Send what `npm pack` makes."
            ) from None

    async def _add(
        self, caller: Caller, package: UploadedPackage, integrity: str, tarball: str
    ) -> PluginVersion:
        version = package.manifest.version

        async def write(session: Session) -> str:
            plugin = await self._plugin(package.name, session)
            known = await self._versions.names(plugin.id, session)
            change = PluginChange(plugin.id, _facts(package, known, integrity), first=False)
            await self._writer.store([change], {package.name: plugin.id}, session)
            signature = _signature(package).model_dump()
            fields = {"signature": signature, "tarball": tarball}
            await self._versions.describe(plugin.id, version, fields, session)
            await self._events.record(
                session,
                EventType.PLUGIN_VERSION_UPLOADED,
                target=plugin.id,
                actor=caller.person.id,
                metadata={"version": version, "integrity": integrity, **signature},
            )
            return plugin.id

        try:
            plugin = await self._database.transact(write)
        except Duplicate:
            raise InvalidState("Somebody else uploads it just now.", "Try again.") from None
        await self._index.changed([plugin])
        found = await self._versions.of(plugin, version)
        if found is None:
            raise InvalidState("The version was removed meanwhile.", "Upload it again.")
        return found

    async def _plugin(self, name: str, session: Session) -> Plugin:
        found = await self._plugins.first({"unique_key": plugin_key(name)}, session=session)
        if found is not None:
            return found
        properties = Listing(name, "").properties
        plugin = Plugin(name=name, unique_key=plugin_key(name), properties=properties)
        await self._plugins.insert(plugin, session)
        return plugin


def _check_name(name: str, plugin: Plugin | None) -> None:
    if plugin is not None and not plugin.properties.uploaded:
        raise NameTaken(
            f"The catalogue has {name} from the npm registry.",
            "Give the package another name, in a scope of your own.",
        )


def _same(stored: PluginVersion, integrity: str) -> PluginVersion:
    if stored.integrity != integrity:
        raise InvalidState(
            f"{stored.name} {stored.version} was uploaded before, with other contents.",
            "A version never changes: raise it in package.json.",
        )
    return stored


def _facts(package: UploadedPackage, known: list[str], integrity: str) -> PluginFacts:
    manifest = package.manifest
    latest = latest_of([*known, manifest.version])
    version = PackageVersion(
        version=manifest.version,
        published_at=now(),
        integrity=integrity,
        core_range=manifest.peer_dependencies.get("@elizaos/core")
        or manifest.dependencies.get("@elizaos/core"),
        declared_dependencies=manifest.declared_dependencies,
    )
    record = PackageRecord(
        name=package.name,
        available=True,
        versions=[version],
        dist_tags={"latest": latest},
        latest=manifest if latest == manifest.version else None,
    )
    found = facts(record, Listing(package.name, ""), ())
    found.properties["uploaded"] = True
    return found


def _signature(package: UploadedPackage) -> StoredSignature:
    found = package.signature
    return StoredSignature(
        state=found.state.value, signer=found.signer, provenance=found.provenance.value
    )
