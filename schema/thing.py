"""Things: the interface, agents, and all types without one of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry
from strawberry.scalars import JSON

from app.ontology import vocabulary
from app.ontology.thing import Thing as ThingRecord
from app.ontology.thing import ThingRecord as AnyThingRecord
from app.pagination import Window
from app.repository import NEWEST_FIRST
from schema import event, group, plugin, plugin_instance, relation
from schema.context import Info
from schema.enums import Direction
from schema.interfaces import Node
from schema.paging import After, Connection, First, connection
from schema.visibility import visible_groups

if TYPE_CHECKING:
    from schema.event import Event
    from schema.group import Group
    from schema.plugin_instance import PluginInstance
    from schema.relation import Relation


@strawberry.interface(
    description="Anything with a name. One id, one concrete type: Plugin, PluginInstance, Agent, "
    "or GenericThing for every other type of the ontology."
)
class Thing(Node):
    """A thing of the ontology."""

    type: str = strawberry.field(description="One of the ontology's thing types.")
    name: str = strawberry.field(description="Its name; the npm name of a plugin.")
    status: str = strawberry.field(description="active, inactive, draft, published or archived.")
    created_at: datetime = strawberry.field(description="When it came into being.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    properties: JSON = strawberry.field(description="What its type adds.")
    group_id: strawberry.Private[str | None]

    @strawberry.field(description="The tenant that owns it; null: the public catalogue.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")] | None:
        """The owning group."""
        return await group.visible_group(info, self.group_id)

    @strawberry.field(description="Its connections, as far as you may see them.")
    async def connections(
        self,
        info: Info,
        type: list[str] | None = None,  # noqa: A002 - the argument's public name
        direction: Direction | None = None,
        first: First = None,
        after: After = None,
    ) -> Connection[Annotated[Relation, strawberry.lazy("schema.relation")]]:
        """The connections that start or end here."""
        query = relation.relations_query(str(self.id), type, direction)
        query |= visible_groups(info.context.principal)
        page = await info.context.loaders.connections.page(query, Window.of(first, after))
        return connection(page, relation.Relation.of)

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this thing as their target."""
        query = {"target": str(self.id)} | visible_groups(info.context.principal)
        window = Window.of(first, after)
        page = await info.context.loaders.events.page(query, window, NEWEST_FIRST)
        return connection(page, event.Event.of)


def thing_fields(record: AnyThingRecord, properties: dict[str, Any]) -> dict[str, Any]:
    """The fields that every concrete type takes from a stored thing."""
    return {
        "id": strawberry.ID(record.id),
        "type": record.type,
        "name": record.name,
        "status": record.status,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "properties": properties,
        "group_id": record.group,
    }


@strawberry.type(description="A thing of any type that has none of its own here.")
class GenericThing(Thing):
    """A thing as it is stored."""

    @classmethod
    def of(cls, record: ThingRecord) -> Self:
        """The API's view of a stored thing."""
        return cls(**thing_fields(record, record.properties))


@strawberry.type(description="A thing of one of the agent types; plugins are activated for it.")
class Agent(Thing):
    """An agent."""

    @classmethod
    def of(cls, record: ThingRecord) -> Self:
        """The API's view of a stored agent."""
        return cls(**thing_fields(record, record.properties))

    @strawberry.field(description="The instances that are active for this agent.")
    async def plugins(
        self, info: Info
    ) -> list[Annotated[PluginInstance, strawberry.lazy("schema.plugin_instance")]]:
        """Instances by agent."""
        found = await info.context.loaders.agent_instances.load(str(self.id))
        return [plugin_instance.PluginInstance.of(item) for item in found or []]


def thing_of(record: ThingRecord) -> Thing:
    """A stored thing as its concrete type."""
    concrete: dict[str, Callable[[ThingRecord], Thing]] = {
        vocabulary.PLUGIN: plugin.plugin_of_thing,
        vocabulary.INSTANCE: plugin_instance.instance_of_thing,
    }
    if record.type in concrete:
        return concrete[record.type](record)
    return Agent.of(record) if record.type in vocabulary.AGENT_TYPES else GenericThing.of(record)


def things_query(
    group_id: str | None, types: list[str] | None, statuses: list[str] | None
) -> dict[str, Any]:
    """The condition that selects a group's things; None: the public catalogue."""
    query: dict[str, Any] = {"group": group_id}
    if types is not None:
        query["type"] = {"$in": types}
    if statuses is not None:
        query["status"] = {"$in": statuses}
    return query
