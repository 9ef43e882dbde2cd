"""The query about what a plugin needs."""

from typing import Annotated

import strawberry

from app.auth.permission import Permission
from schema.access import Open
from schema.context import Info
from schema.dependency_graph import DependencyGraph


@strawberry.field(
    description="What a plugin needs, with cycles and conflicts, before anything is installed.",
    extensions=[Open()],
)
async def dependency_graph(
    info: Info,
    plugin: Annotated[strawberry.ID, strawberry.argument(description="The plugin's id.")],
    version: Annotated[
        str | None,
        strawberry.argument(
            description="A version, range or dist-tag, 100 characters at most; left out: `latest`."
        ),
    ] = None,
) -> DependencyGraph:
    """A plugin's dependency graph."""
    loaders = info.context.loaders
    graph = await loaders.dependencies.graph(str(plugin), version)
    groups = info.context.principal.groups(Permission.READ_DATA)
    plugins = [node.offer.plugin for node in graph.nodes.values() if node.offer]
    installed = await loaders.all_instances.installed(groups, plugins)
    return DependencyGraph.of(graph, installed)
