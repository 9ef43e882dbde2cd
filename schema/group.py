"""Groups and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.auth.permission import Permission
from app.identifiers import Kind
from app.ontology.connection import Connection as ConnectionRecord
from app.ontology.group import Group as GroupRecord
from app.ontology.repositories import MEMBER_OF
from app.pagination import Window
from schema import nodes, person
from schema.context import Info
from schema.enums import Plan, Role
from schema.interfaces import Node
from schema.paging import After, Connection, First, connection
from schema.visibility import things_query

if TYPE_CHECKING:
    from schema.person import Person
    from schema.thing import Thing


@strawberry.type(description="A tenant: an organisation or a part of one. Its members see it.")
class Group(Node):
    """A group of the ontology."""

    slug: str = strawberry.field(description="Short name, unique, as in addresses.")
    name: str = strawberry.field(description="Name for people.")
    type: str = strawberry.field(description="One of the ontology's group types.")
    plan: Plan = strawberry.field(description="What the group may use.")
    parent_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: GroupRecord) -> Self:
        """The API's view of a stored group."""
        return cls(
            id=strawberry.ID(record.id),
            slug=record.slug,
            name=record.name,
            type=record.type,
            plan=Plan(record.plan),
            parent_id=record.parent,
        )

    @strawberry.field(description="The group that this one is part of, if you belong to it.")
    async def parent(self, info: Info) -> Group | None:
        """The parent, for its own members only."""
        return await visible_group(info, self.parent_id)

    @strawberry.field(description="Who belongs to the group.")
    async def members(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Membership]:
        """The memberships of the group."""
        query = {"target": str(self.id), "type": MEMBER_OF}
        page = await info.context.loaders.connections.page(query, Window.of(first, after))
        return connection(page, Membership.of)

    @strawberry.field(description="The group's things. Needs ORG_OWNER or ORG_USER in it.")
    async def things(
        self,
        info: Info,
        type: list[str] | None = None,  # noqa: A002 - the argument's public name
        first: First = None,
        after: After = None,
    ) -> Connection[Annotated[Thing, strawberry.lazy("schema.thing")]]:
        """The things that the group owns."""
        info.context.principal.require(Permission.READ_DATA, str(self.id))
        query = things_query(str(self.id), type, None)
        page = await info.context.loaders.all_things.page(query, Window.of(first, after))
        return connection(page, nodes.thing_of)


@strawberry.type(description="A person's place in a group.")
class Membership(Node):
    """A connection of type ``member_of``."""

    role: Role = strawberry.field(description="What the person is in the group.")
    person_id: strawberry.Private[str]
    group_id: strawberry.Private[str]

    @classmethod
    def of(cls, record: ConnectionRecord) -> Self:
        """The API's view of a stored membership."""
        return cls(
            id=strawberry.ID(record.id),
            role=Role(record.metadata["role"]),
            person_id=record.source,
            group_id=record.target,
        )

    @strawberry.field(description="The group.")
    async def group(self, info: Info) -> Group:
        """Where the person belongs."""
        record = await info.context.loaders.groups.load(self.group_id)
        if record is None:
            raise LookupError(self.group_id)
        return Group.of(record)

    @strawberry.field(description="The person.")
    async def person(self, info: Info) -> Annotated[Person, strawberry.lazy("schema.person")]:
        """Who belongs there."""
        record = await info.context.loaders.people.load(self.person_id)
        if record is None:
            raise LookupError(self.person_id)
        return person.Person.of(record)


@nodes.finds(Kind.GROUP)
async def visible_group(info: Info, identifier: str | None) -> Group | None:
    """The group, when it exists and the caller belongs to it."""
    if identifier is None or identifier not in info.context.principal.roles:
        return None
    record = await info.context.loaders.groups.load(identifier)
    return Group.of(record) if record else None
