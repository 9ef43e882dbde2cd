"""Queries about installed plugins and executions."""

from typing import Annotated, Any

import strawberry

from app.auth.permission import Permission
from app.ontology import vocabulary
from app.pagination import DEFAULT_PAGE, Window
from app.repository import NEWEST_FIRST
from schema.access import Needs, Open
from schema.arguments import GroupId, Identifier
from schema.context import Info
from schema.enums import ExecutionState, InstanceState
from schema.execution import Execution
from schema.nodes import find_node
from schema.paging import After, Connection, First, connection
from schema.plugin_instance import PluginInstance
from schema.visibility import among


@strawberry.field(
    description="An instance; null when unknown or not yours to see.", extensions=[Open()]
)
async def instance(info: Info, id: Identifier) -> PluginInstance | None:  # noqa: A002 - public name
    """One instance."""
    found = await find_node(info, str(id))
    return found if isinstance(found, PluginInstance) else None


@strawberry.field(
    description="A group's instances.", extensions=[Needs(Permission.READ_DATA, of="group")]
)
async def instances(
    info: Info,
    group: GroupId,
    state: Annotated[
        list[InstanceState] | None, strawberry.argument(description="Only in one of these states.")
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[PluginInstance]:
    """A list of instances."""
    query: dict[str, Any] = {"group": str(group), "type": vocabulary.INSTANCE}
    query |= among(**{"properties.state": state})
    page = await info.context.loaders.all_instances.page(query, Window.of(first, after))
    return connection(page, PluginInstance.of)


@strawberry.field(
    description="An execution; null when unknown or not yours to see.", extensions=[Open()]
)
async def execution(info: Info, id: Identifier) -> Execution | None:  # noqa: A002 - public name
    """One execution."""
    found = await find_node(info, str(id))
    return found if isinstance(found, Execution) else None


@strawberry.field(
    description="A group's executions, newest first.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def executions(
    info: Info,
    group: GroupId,
    instance: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only of this instance.")
    ] = None,
    state: Annotated[
        list[ExecutionState] | None, strawberry.argument(description="Only in one of these states.")
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Execution]:
    """A list of executions."""
    query: dict[str, Any] = {"group": str(group)} | among(state=state)
    if instance is not None:
        query["instance"] = str(instance)
    window = Window.of(first, after)
    page = await info.context.loaders.all_executions.page(query, window, NEWEST_FIRST)
    return connection(page, Execution.of)
