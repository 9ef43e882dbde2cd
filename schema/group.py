"""Groups: the tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.extensions.field_extension import FieldExtension

from app.auth.permission import Permission
from app.identifiers import Kind
from app.nested import Listing
from app.ontology.group import Group as GroupRecord
from app.ontology.repositories import MEMBER_OF
from app.pagination import DEFAULT_PAGE, Window
from app.repository import NEWEST_FIRST
from schema import execution, membership, nodes, plugin_instance
from schema.access import SELF, Needs, needs
from schema.arguments import EventTypes
from schema.context import Info
from schema.enums import Direction, ExecutionState, Plan
from schema.interfaces import Node
from schema.knowledge_list import KnowledgeTypes, Labels, knowledge_of_group
from schema.neighbours import RelationTypes, Way, events_of, relations_of
from schema.paging import After, Connection, First, connection
from schema.plugin_policy import PluginPolicy
from schema.visibility import among

if TYPE_CHECKING:
    from schema.event import Event
    from schema.execution import Execution
    from schema.knowledge import Knowledge
    from schema.membership import Membership
    from schema.plugin_instance import PluginInstance
    from schema.relation import Relation
    from schema.thing import Thing

_DATA: list[FieldExtension] = [Needs(Permission.READ_DATA, of=SELF)]


@needs(Permission.READ_GROUP)
@strawberry.type(description="A tenant: an organisation or a part of one.")
class Group(Node):
    """A group of the ontology."""

    slug: str = strawberry.field(description="Short name, unique, as in addresses.")
    name: str = strawberry.field(description="Name for people.")
    type: str = strawberry.field(description="One of the ontology's group types.")
    plan: Plan = strawberry.field(description="What the group may use.")
    plugin_policy: PluginPolicy = strawberry.field(description="What it asks of plugins.")
    parent_id: strawberry.Private[str | None]
    model_instance_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: GroupRecord) -> Self:
        """The API's view of a stored group."""
        return cls(
            id=strawberry.ID(record.id),
            slug=record.slug,
            name=record.name,
            type=record.type,
            plan=Plan(record.plan),
            plugin_policy=PluginPolicy.of(record.plugin_policy),
            parent_id=record.parent,
            model_instance_id=record.model_instance,
        )

    @property
    def group_id(self) -> str:
        """The tenant: itself."""
        return str(self.id)

    @strawberry.field(description="The group that this one is part of, if you belong to it.")
    async def parent(self, info: Info) -> Group | None:
        """The parent, for its own members only."""
        return await find_group(info, self.parent_id)

    @strawberry.field(description="The groups that are part of this one and that you belong to.")
    async def children(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[Group]:
        """The child groups; rights do not pass to them."""
        yours = {"_id": {"$in": list(info.context.principal.roles)}}
        listing = Listing(("parent",), Window.of(first, after), yours)
        page = await info.context.loaders.groups_of.of(str(self.id), listing)
        return connection(page, Group.of)

    @strawberry.field(
        description="Whose models the group's plugins use; null: the operator's.", extensions=_DATA
    )
    async def model_instance(
        self, info: Info
    ) -> Annotated[PluginInstance, strawberry.lazy("schema.plugin_instance")] | None:
        """The instance with the group's models."""
        identifier = self.model_instance_id
        found = await info.context.loaders.instances.load(identifier) if identifier else None
        return plugin_instance.PluginInstance.of(found) if found else None

    @strawberry.field(description="Who belongs to the group.")
    async def members(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[Annotated[Membership, strawberry.lazy("schema.membership")]]:
        """The memberships of the group."""
        listing = Listing(("target",), Window.of(first, after), {"type": MEMBER_OF})
        page = await info.context.loaders.connections_of.of(str(self.id), listing)
        return connection(page, membership.Membership.of)

    @strawberry.field(description="The group's things.", extensions=_DATA)
    async def things(
        self,
        info: Info,
        type: Annotated[  # noqa: A002 - the argument's public name
            list[str] | None,
            strawberry.argument(description="Only of these thing types, 100 at most."),
        ] = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Thing, strawberry.lazy("schema.thing")]]:
        """The things that the group owns."""
        listing = Listing(("group",), Window.of(first, after), among(type=type))
        page = await info.context.loaders.things_of.of(str(self.id), listing)
        return connection(page, nodes.thing_of)

    @strawberry.field(description="The group's executions, newest first.", extensions=_DATA)
    async def executions(
        self,
        info: Info,
        state: Annotated[
            list[ExecutionState] | None,
            strawberry.argument(description="Only in one of these states."),
        ] = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Execution, strawberry.lazy("schema.execution")]]:
        """What was executed in the group."""
        listing = Listing(("group",), Window.of(first, after), among(state=state), NEWEST_FIRST)
        page = await info.context.loaders.executions_of.of(str(self.id), listing)
        return connection(page, execution.Execution.of)

    @strawberry.field(description="Connections of the group itself, as far as you may see them.")
    async def connections(
        self,
        info: Info,
        type: RelationTypes = None,  # noqa: A002 - the argument's public name
        direction: Way = Direction.BOTH,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Relation, strawberry.lazy("schema.relation")]]:
        """The connections that start or end at the group."""
        return await relations_of(info, str(self.id), type, direction, Window.of(first, after))

    @strawberry.field(description="All that happened in the group, newest first.", extensions=_DATA)
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events of the tenant."""
        return await events_of(info, str(self.id), "group", type, Window.of(first, after))

    @strawberry.field(description="What the group knows, the oldest first.", extensions=_DATA)
    async def knowledge(
        self,
        info: Info,
        type: KnowledgeTypes = None,  # noqa: A002 - the argument's public name
        label: Labels = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Knowledge, strawberry.lazy("schema.knowledge")]]:
        """The knowledge of the tenant, whatever it is about."""
        return await knowledge_of_group(info, str(self.id), type, label, Window.of(first, after))


@nodes.finds(Kind.GROUP)
async def find_group(info: Info, identifier: str | None) -> Group | None:
    """The group of that id."""
    if identifier is None:
        return None
    record = await info.context.loaders.groups.load(identifier)
    return Group.of(record) if record else None
