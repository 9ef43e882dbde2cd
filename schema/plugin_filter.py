"""Filtering and ordering plugins."""

import strawberry

from app.catalog.catalogue import PluginFilter as CatalogueFilter
from schema.enums import CapabilityKind


@strawberry.input(description="Only plugins for which all of this holds.")
class PluginFilter:
    """A filter."""

    category: list[str] | None = strawberry.field(default=None, description="One of these.")
    license: list[str] | None = strawberry.field(default=None, description="One of these.")
    verified: bool | None = strawberry.field(default=None, description="From elizaOS itself.")
    available: bool | None = strawberry.field(default=None, description="On the npm registry.")
    capability: CapabilityKind | None = strawberry.field(
        default=None, description="Known to have one of this kind."
    )
    text: str | None = strawberry.field(
        default=None, description="Part of the name, title or description."
    )


def criteria(given: PluginFilter | None) -> CatalogueFilter:
    """The filter as the catalogue takes it."""
    if given is None:
        return CatalogueFilter()
    return CatalogueFilter(
        category=given.category,
        license=given.license,
        verified=given.verified,
        available=given.available,
        capability=given.capability,
        text=given.text,
    )
