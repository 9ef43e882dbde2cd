"""Access to plugins and their versions in MongoDB."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import UpdateOne

from app.catalog.capability import Capability
from app.catalog.dependency import Dependency
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.setting_list import redeclared
from app.catalog.setting_spec import SettingSpec
from app.catalog.version import Compatibility, PluginVersion, StoredFinding, StoredSignature
from app.database import WHOLE, Row, Session
from app.ontology import vocabulary
from app.pagination import Order
from app.record import now
from app.repository import Query, Repository

_BRIEF = {"findings": 0}
_LATEST_FIRST = Order("published_at", descending=True)
_OF_THE_REGISTRY = ("published_at", "integrity", "core_range", "dependencies")


class PluginRepository(Repository[Plugin]):
    """The plugins among the things of the catalogue."""

    document = Plugin
    scope: ClassVar[Query] = {"type": vocabulary.PLUGIN}

    def load(self, row: Row) -> Plugin:
        """The plugin behind a stored thing."""
        properties = PluginProperties.model_validate(row.pop("properties"))
        return super().load(row | {"properties": properties})

    async def by_name(self, name: str) -> Plugin | None:
        """The plugin of that npm name, or None."""
        return await self.first({"unique_key": plugin_key(name)})

    async def known(self, session: Session | None = None) -> dict[str, Row]:
        """Name to id and digest of every plugin."""
        query = {"type": vocabulary.PLUGIN, "group": None}
        fields = {"name": 1, "properties.digest": 1, "properties.available": 1}
        fields["properties.uploaded"] = 1
        rows = self.collection.find(query, fields, session=session)
        return {row["name"]: row async for row in rows}

    async def describe(
        self, plugin: str, fields: Mapping[str, Any], session: Session | None = None
    ) -> None:
        """Replace some of a plugin's properties."""
        change = {f"properties.{key}": value for key, value in fields.items()}
        await self.update({"_id": plugin}, {"$set": change | {"updated_at": now()}}, session)

    async def rewrite(self, plugins: Mapping[str, Mapping[str, Any]], session: Session) -> None:
        """Replace properties of several plugins, by their ids.

        What installs have found of settings is kept.
        """
        stored = await self._settings(list(plugins), session)
        writes = [
            UpdateOne({"_id": key}, {"$set": _properties(fields, stored[key])})
            for key, fields in plugins.items()
        ]
        await self.collection.bulk_write(writes, ordered=False, session=session)

    async def _settings(self, plugins: list[str], session: Session) -> dict[str, list[Row]]:
        rows = self.collection.find(
            {"_id": {"$in": plugins}}, {"properties.settings": 1}, session=session
        )
        return {row["_id"]: row["properties"]["settings"] async for row in rows}

    async def count_install(self, plugin: str, session: Session) -> None:
        """One more group has this plugin."""
        await self.update({"_id": plugin}, {"$inc": {"properties.install_count": 1}}, session)


class VersionRepository(Repository[PluginVersion]):
    """Published versions."""

    document = PluginVersion

    def load(self, row: Row) -> PluginVersion:
        """The version behind a stored row."""
        row["capabilities"] = [Capability.model_validate(item) for item in row["capabilities"]]
        row["settings"] = [SettingSpec.model_validate(item) for item in row["settings"]]
        if row.get("dependencies"):
            row["dependencies"] = [Dependency.model_validate(item) for item in row["dependencies"]]
        if row.get("compatibility"):
            row["compatibility"] = Compatibility.model_validate(row["compatibility"])
        if row.get("signature"):
            row["signature"] = StoredSignature.model_validate(row["signature"])
        found = row.get("findings") or []
        row["findings"] = [StoredFinding.model_validate(item) for item in found]
        return super().load(row)

    async def of(self, plugin: str, version: str) -> PluginVersion | None:
        """That version of a plugin, or None."""
        return await self.first({"plugin": plugin, "version": version})

    async def brief(self, plugin: str, version: str) -> PluginVersion | None:
        """That version without its findings, of which there may be a thousand."""
        query = {"plugin": plugin, "version": version}
        row = await self.collection.find_one(query, _BRIEF)
        return self.load(row) if row else None

    async def revoked(self) -> list[tuple[str, str]]:
        """Plugin and version of all that were revoked."""
        rows = self.collection.find({"revoked": {"$gt": ""}}, {"plugin": 1, "version": 1})
        return [(row["plugin"], row["version"]) async for row in rows]

    async def names(self, plugin: str, session: Session | None = None) -> list[str]:
        """The versions of a plugin, latest first."""
        rows = self.collection.find({"plugin": plugin}, {"version": 1}, session=session)
        return [row["version"] async for row in rows.sort(_LATEST_FIRST.sort())]

    async def of_instances(self, pairs: Sequence[tuple[str, str]]) -> list[PluginVersion | None]:
        """One version for each pair of plugin and version, in their order; without findings."""
        if not pairs:
            return []
        wanted = [{"plugin": plugin, "version": version} for plugin, version in set(pairs)]
        rows = self.collection.find({"$or": wanted}, _BRIEF, batch_size=WHOLE)
        loaded = [self.load(row) async for row in rows]
        found = {(item.plugin, item.version): item for item in loaded}
        return [found.get(pair) for pair in pairs]

    async def add_published(
        self, versions: Sequence[PluginVersion], session: Session | None = None
    ) -> None:
        """Store versions that are new; of the others, only what the registry says."""
        if not versions:
            return
        writes = [_upsert(version) for version in versions]
        await self.collection.bulk_write(writes, ordered=False, session=session)

    async def mark_signature(self, plugin: str, version: str, state: str) -> None:
        """Say what a later look at a version's signature brought."""
        key = {"plugin": plugin, "version": version, "signature": {"$ne": None}}
        await self.collection.update_one(key, {"$set": {"signature.state": state}})

    async def forget_artifact(self, artifact: str) -> None:
        """The artefact is gone; the next install assembles it again."""
        await self.collection.update_many({"artifact": artifact}, {"$set": {"artifact": None}})

    async def describe(
        self, plugin: str, version: str, fields: Mapping[str, Any], session: Session
    ) -> None:
        """Replace some of what is known of a version."""
        key = {"plugin": plugin, "version": version}
        await self.collection.update_one(key, {"$set": dict(fields)}, session=session)


def _properties(fields: Mapping[str, Any], settings: Sequence[Row]) -> Row:
    change = {f"properties.{key}": value for key, value in fields.items()}
    if "settings" in fields:
        change["properties.settings"] = redeclared(fields["settings"], settings)
    return change | {"updated_at": now()}


def _upsert(version: PluginVersion) -> UpdateOne:
    row = version.model_dump(exclude={"id", "revision_id"})
    key = {"plugin": row.pop("plugin"), "version": row.pop("version")}
    published = {field: row.pop(field) for field in _OF_THE_REGISTRY if row[field] is not None}
    change = {"$setOnInsert": row | {"_id": version.id}}
    return UpdateOne(key, change | ({"$set": published} if published else {}), upsert=True)
