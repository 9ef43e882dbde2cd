"""The root of all queries."""

from strawberry.tools import create_type

from resolvers.catalog import plugin, plugins, search_plugins
from resolvers.dependency_graph import dependency_graph
from resolvers.graph import connections, events, node, nodes, thing, things
from resolvers.identity import group, groups, me
from resolvers.installed import execution, executions, instance, instances
from resolvers.isolation import isolation
from resolvers.knowledge import knowledge, search_knowledge
from resolvers.publishers import publishers

_FIELDS = [
    node,
    nodes,
    me,
    group,
    groups,
    thing,
    things,
    connections,
    events,
    plugins,
    plugin,
    search_plugins,
    dependency_graph,
    knowledge,
    search_knowledge,
    isolation,
    publishers,
    instance,
    instances,
    execution,
    executions,
]

Query: type = create_type(
    "Query",
    _FIELDS,
    description="What can be asked. Without a token: the public catalogue.",
)

__all__ = ["Query"]
