"""Queries about the public catalogue."""

from typing import Annotated, TypeAlias

import strawberry

from app.errors import InvalidInput
from app.pagination import DEFAULT_PAGE, Window
from schema.access import Open
from schema.context import Info
from schema.enums import PluginSort
from schema.paging import After, Connection, First, connection
from schema.plugin import Plugin
from schema.plugin_filter import PluginFilter, criteria
from schema.plugin_match import PluginMatch

DEFAULT_MATCHES = 10
Chosen: TypeAlias = Annotated[
    PluginFilter | None, strawberry.argument(description="Only plugins for which this holds.")
]


@strawberry.field(
    description="The plugins of the catalogue, by name unless sorted otherwise.",
    extensions=[Open()],
)
async def plugins(
    info: Info,
    filter: Chosen = None,  # noqa: A002 - public name
    sort: Annotated[
        PluginSort | None, strawberry.argument(description="In which order.")
    ] = PluginSort.NAME,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Plugin]:
    """A list of plugins."""
    order = sort or PluginSort.NAME
    window = Window.of(first, after)
    page = await info.context.loaders.all_plugins.plugins(criteria(filter), order, window)
    return connection(page, Plugin.of)


@strawberry.field(
    description="One plugin, by `id` or by npm `name`; null when there is none.",
    extensions=[Open()],
)
async def plugin(
    info: Info,
    id: Annotated[  # noqa: A002 - public name
        strawberry.ID | None, strawberry.argument(description="Its id.")
    ] = None,
    name: Annotated[str | None, strawberry.argument(description="Its npm name.")] = None,
) -> Plugin | None:
    """One plugin."""
    if (id is None) == (name is None):
        raise InvalidInput("A plugin has one name here.", "Pass either `id` or `name`.")
    found = (
        await info.context.loaders.plugins.load(str(id))
        if id is not None
        else await info.context.loaders.all_plugins.by_name(str(name))
    )
    return Plugin.of(found) if found else None


@strawberry.field(description="Plugins by meaning and by words, best first.", extensions=[Open()])
async def search_plugins(
    info: Info,
    query: Annotated[
        str, strawberry.argument(description="What is looked for, 1 to 500 characters.")
    ],
    filter: Chosen = None,  # noqa: A002 - public name
    first: Annotated[
        int | None, strawberry.argument(description="How many, 1 to 100.")
    ] = DEFAULT_MATCHES,
) -> list[PluginMatch]:
    """Plugins that fit a description."""
    size = DEFAULT_MATCHES if first is None else first
    found = await info.context.services.search.search(query, criteria(filter), size)
    return [PluginMatch.of(match) for match in found]
