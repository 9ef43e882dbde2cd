"""Listing plugins by what the catalogue knows of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.catalog.capability import CapabilityKind
from app.catalog.plugin import Plugin
from app.catalog.repository import PluginRepository
from app.errors import InvalidInput
from app.ontology import vocabulary
from app.pagination import Order, Page, Window

MAX_TEXT = 200
MAX_VALUES = 50
_SEARCHED = ("name", "properties.title", "properties.description")


class PluginSort(StrEnum):
    """Orders of the catalogue: by npm name, most installed first, latest published first."""

    NAME = "NAME"
    POPULARITY = "POPULARITY"
    RECENCY = "RECENCY"


@dataclass(frozen=True, slots=True)
class PluginFilter:
    """Conditions that all have to hold; None asks nothing.

    Attributes:
        category, license: any of these.
        available: False also finds what no sync has looked for yet.
        capability: the version that was loaded last has one of this kind.
        text: in the name, title or description, in any case of letters.
    """

    category: Sequence[str] | None = None
    license: Sequence[str] | None = None
    verified: bool | None = None
    available: bool | None = None
    capability: CapabilityKind | None = None
    text: str | None = None


class Catalogue(PluginRepository):
    """The plugins of the catalogue as lists."""

    async def plugins(self, chosen: PluginFilter, sort: PluginSort, window: Window) -> Page[Plugin]:
        """One page of the plugins that match.

        Raises:
            InvalidInput: a text or list of values is too long, or the cursor is none of ours.
        """
        return await self.page(_query(chosen), window, _ORDERS[sort])

    async def ids(self, chosen: PluginFilter) -> list[str]:
        """The ids of all plugins that match.

        Raises:
            InvalidInput: a text or list of values is too long.
        """
        return [row["_id"] async for row in self.collection.find(_query(chosen), {"_id": 1})]


_ORDERS = {
    PluginSort.NAME: Order("name"),
    PluginSort.POPULARITY: Order("properties.install_count", descending=True),
    PluginSort.RECENCY: Order("properties.published_at", descending=True),
}


def _query(chosen: PluginFilter) -> dict[str, Any]:
    query: dict[str, Any] = {"group": None, "type": vocabulary.PLUGIN}
    for field in ("category", "license"):
        values = getattr(chosen, field)
        if values is not None:
            query[f"properties.{field}"] = {"$in": _few(values, field)}
    if chosen.verified is not None:
        query["properties.verified"] = chosen.verified
    if chosen.available is not None:
        query["properties.available"] = True if chosen.available else {"$ne": True}
    if chosen.capability is not None:
        query["properties.capabilities.kind"] = chosen.capability.value
    if chosen.text:
        query["$or"] = [{field: _containing(chosen.text)} for field in _SEARCHED]
    return query


def _few(values: Sequence[str], field: str) -> list[str]:
    if len(values) > MAX_VALUES:
        raise InvalidInput(f"{field} has {len(values)} values.", f"Give {MAX_VALUES} at most.")
    return list(values)


def _containing(text: str) -> dict[str, str]:
    if len(text) > MAX_TEXT or "\0" in text:
        raise InvalidInput("text is too long.", f"1 to {MAX_TEXT} characters.")
    return {"$regex": re.escape(text), "$options": "i"}
