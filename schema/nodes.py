"""From an id to the node it names, for those who may see it."""

from collections.abc import Awaitable, Callable

from app.errors import NotFound
from app.identifiers import Kind, kind_of
from app.ontology.repositories import MEMBER_OF
from schema import event, execution, group, person, plugin_version, relation, thing
from schema.context import Info
from schema.interfaces import Node
from schema.visibility import sees


async def visible_node(info: Info, identifier: str | None) -> Node | None:
    """The node, or None: unknown, malformed and hidden ids are one answer."""
    kind = kind_of(identifier) if identifier else None
    find = _FINDERS.get(kind) if kind else None
    return await find(info, str(identifier)) if find else None


async def required_node(info: Info, identifier: str) -> Node:
    """The node.

    Raises:
        NotFound: there is none that the caller may see.
    """
    node = await visible_node(info, identifier)
    if node is None:
        raise NotFound.of("node", identifier)
    return node


async def _thing(info: Info, identifier: str) -> Node | None:
    record = await info.context.loaders.things.load(identifier)
    visible = record is not None and sees(info.context.principal, record.group)
    return thing.thing_of(record) if record and visible else None


async def _event(info: Info, identifier: str) -> Node | None:
    record = await info.context.loaders.events.get(identifier)
    visible = record is not None and sees(info.context.principal, record.group)
    return event.Event.of(record) if record and visible else None


async def _connection(info: Info, identifier: str) -> Node | None:
    record = await info.context.loaders.connections.get(identifier)
    if record is None or not sees(info.context.principal, record.group):
        return None
    return group.Membership.of(record) if record.type == MEMBER_OF else relation.Relation.of(record)


async def _execution(info: Info, identifier: str) -> Node | None:
    record = await info.context.loaders.executions.load(identifier)
    visible = record is not None and sees(info.context.principal, record.group)
    return execution.Execution.of(record) if record and visible else None


async def _version(info: Info, identifier: str) -> Node | None:
    record = await info.context.loaders.all_versions.get(identifier)
    return plugin_version.PluginVersion.of(record) if record else None


_FINDERS: dict[Kind, Callable[[Info, str], Awaitable[Node | None]]] = {
    Kind.GROUP: group.visible_group,
    Kind.PERSON: person.visible_person,
    Kind.THING: _thing,
    Kind.EVENT: _event,
    Kind.CONNECTION: _connection,
    Kind.EXECUTION: _execution,
    Kind.VERSION: _version,
}
