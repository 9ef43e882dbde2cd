"""Reading from the graph what the passages of plugins are made of."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.catalog.plugin import Plugin
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database
from app.knowledge.passages import Passage
from app.knowledge.plugin_passages import plugin_passages
from app.ontology import vocabulary
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import KnowledgeRepository


class PassageSource:
    """Makes passages of READMEs, descriptions, capabilities, settings and compatibility."""

    def __init__(self, database: Database) -> None:
        self._knowledge = KnowledgeRepository(database)
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)

    async def states(self) -> dict[str, datetime]:
        """When each plugin was changed last, by its id."""
        query = {"group": None, "type": vocabulary.PLUGIN}
        rows = self._plugins.collection.find(query, {"updated_at": 1})
        return {row["_id"]: row["updated_at"] async for row in rows}

    async def passages(self, plugins: Sequence[Plugin]) -> dict[str, list[Passage]]:
        """The passages of each plugin by its id; three reads for all of them."""
        readmes, versions = await asyncio.gather(
            self._knowledge.documents_of([plugin.id for plugin in plugins]),
            self._telling_versions(plugins),
        )
        return await asyncio.to_thread(_passages, plugins, readmes, versions)

    async def _telling_versions(self, plugins: Sequence[Plugin]) -> dict[str, PluginVersion]:
        """The version of each plugin that was probed last, or else the newest."""
        pairs = [(item.id, item.properties.latest_version or "") for item in plugins]
        query = {"plugin": {"$in": [item.id for item in plugins]}, "compatibility": {"$ne": None}}
        newest, probed = await asyncio.gather(
            self._versions.of_instances(pairs), self._versions.find(query)
        )
        telling = {version.plugin: version for version in newest if version}
        for version in sorted(probed, key=_probed_at):
            telling[version.plugin] = version
        return telling


def _probed_at(version: PluginVersion) -> float:
    return version.compatibility.probed_at.timestamp() if version.compatibility else 0


def _passages(
    plugins: Sequence[Plugin],
    readmes: Mapping[str, Knowledge],
    versions: Mapping[str, PluginVersion],
) -> dict[str, list[Passage]]:
    found = {}
    for plugin in plugins:
        readme = readmes.get(plugin.id)
        text = readme.text if readme else None
        found[plugin.id] = plugin_passages(plugin, text, versions.get(plugin.id))
    return found
