"""Which plugins a search may find."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.catalog.repository import PluginRepository
from app.knowledge.fusion import names_of
from app.ontology import vocabulary

_EVERY_PLUGIN: Mapping[str, Any] = {"group": None, "type": vocabulary.PLUGIN}


class FindablePlugins(PluginRepository):
    """Plugins of the catalogue, as far as search needs to know them."""

    async def names(self, query: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        """What people may call each plugin that matches, by its id."""
        fields = {"name": 1, "properties.title": 1}
        rows = self.collection.find({**_EVERY_PLUGIN, **query}, fields)
        return {
            row["_id"]: names_of(row["name"], row["properties"]["title"]) async for row in rows
        }

    async def updated(self) -> dict[str, datetime]:
        """When each plugin was last changed, by its id."""
        rows = self.collection.find(_EVERY_PLUGIN, {"updated_at": 1})
        return {row["_id"]: row["updated_at"] async for row in rows}
