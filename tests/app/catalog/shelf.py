"""A catalogue of made-up plugins, as a sync would have stored it."""

from collections.abc import Mapping

from app.catalog.dependency import declared_dependencies
from app.catalog.dependency_service import DependencyService
from app.catalog.plugin import DistTag, Plugin, PluginProperties, plugin_key
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database

Manifest = Mapping[str, Mapping[str, object]]


class Shelf:
    """Publishes plugins and asks for their graphs."""

    def __init__(self, database: Database) -> None:
        self.ids: dict[str, str] = {}
        self.service = DependencyService(database)
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)

    async def publish(
        self,
        name: str,
        versions: Mapping[str, Manifest | None],
        *,
        available: bool | None = True,
        **tags: str,
    ) -> str:
        """A plugin with what each version depends on; the last one is tagged latest."""
        tags = {"latest": [*versions][-1]} | tags if versions else tags
        known = PluginProperties(
            title=name,
            available=available,
            latest_version=tags.get("latest"),
            dist_tags=[DistTag(tag=tag, version=version) for tag, version in tags.items()],
        )
        plugin = Plugin(name=name, unique_key=plugin_key(name), properties=known)
        await self._plugins.insert(plugin)
        published = [
            PluginVersion(
                plugin=plugin.id,
                name=name,
                version=version,
                dependencies=None if manifest is None else declared_dependencies(manifest),
            )
            for version, manifest in versions.items()
        ]
        await self._versions.add_published(published)
        self.ids[name] = plugin.id
        return plugin.id


def needs(**ranges: str) -> Manifest:
    """A manifest with these dependencies."""
    return {"dependencies": ranges}


def peers(**ranges: str) -> Manifest:
    """A manifest with these peer dependencies."""
    return {"peerDependencies": ranges}
