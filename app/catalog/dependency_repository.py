"""What the dependency graph reads: a fixed number of round trips, whatever the number of names."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.catalog.dependency import Dependency
from app.catalog.dependency_offer import LATEST, Offer
from app.catalog.plugin import Plugin, plugin_key
from app.catalog.version import PluginVersion
from app.database import WHOLE, Database, Row
from app.ontology import vocabulary

_SHOWN = {
    "name": 1,
    "properties.available": 1,
    "properties.latest_version": 1,
    "properties.dist_tags": 1,
}


class DependencyRepository:
    """Plugins with their published versions, and what those depend on."""

    def __init__(self, database: Database) -> None:
        self._plugins = database.collection(Plugin)
        self._versions = database.collection(PluginVersion)

    async def offer(self, plugin: str) -> Offer | None:
        """What there is of the plugin of that id; None: there is no such plugin. Two reads."""
        found = await self._offers({"_id": plugin, "type": vocabulary.PLUGIN, "group": None})
        return next(iter(found.values()), None)

    async def offers(self, names: Sequence[str]) -> dict[str, Offer]:
        """What there is of those names that are plugins of the catalogue. Two reads at most."""
        if not names:
            return {}
        return await self._offers({"unique_key": {"$in": [plugin_key(name) for name in names]}})

    async def declared(
        self, chosen: Sequence[tuple[str, str]]
    ) -> dict[str, list[Dependency] | None]:
        """What versions depend on, by their plugin; None where nobody could tell. One read."""
        pairs = [{"plugin": plugin, "version": version} for plugin, version in chosen]
        shown = {"plugin": 1, "dependencies": 1}
        rows = self._versions.find({"$or": pairs}, shown, batch_size=WHOLE)
        return {row["plugin"]: _dependencies(row) async for row in rows}

    async def _offers(self, query: Mapping[str, Any]) -> dict[str, Offer]:
        rows = await self._plugins.find(query, _SHOWN, batch_size=WHOLE).to_list()
        versions = await self._published([row["_id"] for row in rows]) if rows else {}
        return {row["name"]: _offer(row, versions[row["_id"]]) for row in rows}

    async def _published(self, plugins: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {plugin: [] for plugin in plugins}
        shown = {"_id": 0, "plugin": 1, "version": 1}  # answered by the index alone
        query = {"plugin": {"$in": list(plugins)}}
        async for row in self._versions.find(query, shown, batch_size=WHOLE):
            found[row["plugin"]].append(row["version"])
        return found


def _offer(row: Row, published: Sequence[str]) -> Offer:
    known = row["properties"]
    tags = {each["tag"]: each["version"] for each in known.get("dist_tags", ())}
    if latest := known.get("latest_version"):
        tags[LATEST] = latest
    return Offer(row["_id"], row["name"], known.get("available"), tags, published)


def _dependencies(row: Row) -> list[Dependency] | None:
    stored = row.get("dependencies")
    return None if stored is None else [Dependency.model_validate(each) for each in stored]
