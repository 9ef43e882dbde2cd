"""Queries about installed plugins and executions."""

from typing import Any

import strawberry

from app.auth.permission import Permission
from app.ontology import vocabulary
from app.pagination import Window
from app.repository import NEWEST_FIRST
from schema.context import Info
from schema.enums import ExecutionState, InstanceState
from schema.execution import Execution
from schema.nodes import visible_node
from schema.paging import After, Connection, First, connection
from schema.plugin_instance import PluginInstance


@strawberry.field(description="An instance; null when unknown or not yours to see.")
async def instance(info: Info, id: strawberry.ID) -> PluginInstance | None:  # noqa: A002 - public name
    """One instance."""
    found = await visible_node(info, str(id))
    return found if isinstance(found, PluginInstance) else None


@strawberry.field(description="A group's instances. Needs ORG_OWNER or ORG_USER in it.")
async def instances(
    info: Info,
    group: strawberry.ID,
    state: list[InstanceState] | None = None,
    first: First = None,
    after: After = None,
) -> Connection[PluginInstance]:
    """A list of instances."""
    info.context.principal.require(Permission.READ_DATA, str(group))
    query: dict[str, Any] = {"group": str(group), "type": vocabulary.INSTANCE}
    if state is not None:
        query["properties.state"] = {"$in": [item.value for item in state]}
    page = await info.context.loaders.all_instances.page(query, Window.of(first, after))
    return connection(page, PluginInstance.of)


@strawberry.field(description="An execution; null when unknown or not yours to see.")
async def execution(info: Info, id: strawberry.ID) -> Execution | None:  # noqa: A002 - public name
    """One execution."""
    found = await visible_node(info, str(id))
    return found if isinstance(found, Execution) else None


@strawberry.field(
    description="A group's executions, newest first. Needs ORG_OWNER or ORG_USER in it."
)
async def executions(
    info: Info,
    group: strawberry.ID,
    instance: strawberry.ID | None = None,
    state: list[ExecutionState] | None = None,
    first: First = None,
    after: After = None,
) -> Connection[Execution]:
    """A list of executions."""
    info.context.principal.require(Permission.READ_DATA, str(group))
    query: dict[str, Any] = {"group": str(group)}
    if instance is not None:
        query["instance"] = str(instance)
    if state is not None:
        query["state"] = {"$in": [item.value for item in state]}
    window = Window.of(first, after)
    page = await info.context.loaders.all_executions.page(query, window, NEWEST_FIRST)
    return connection(page, Execution.of)
