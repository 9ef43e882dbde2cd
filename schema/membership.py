"""Memberships: people in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.auth.permission import Permission
from app.identifiers import Kind, renamed
from app.ontology.connection import Connection as ConnectionRecord
from app.ontology.repositories import MEMBER_OF
from schema import group, nodes, person
from schema.access import needs
from schema.context import Info
from schema.enums import Role
from schema.interfaces import Node

if TYPE_CHECKING:
    from schema.group import Group
    from schema.person import Person


@needs(Permission.READ_GROUP)
@strawberry.type(description="A person's place in a group.")
class Membership(Node):
    """A connection of type ``member_of``, under an id that tells it from the bare connection."""

    role: Role = strawberry.field(description="What the person is in the group.")
    person_id: strawberry.Private[str]
    group_id: strawberry.Private[str]

    @classmethod
    def of(cls, record: ConnectionRecord) -> Self:
        """The API's view of a stored membership."""
        return cls(
            id=strawberry.ID(renamed(record.id, Kind.MEMBERSHIP)),
            role=Role(record.metadata["role"]),
            person_id=record.source,
            group_id=record.target,
        )

    @strawberry.field(description="The group.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")]:
        """Where the person belongs."""
        return nodes.required(await group.find_group(info, self.group_id))

    @strawberry.field(description="The person.")
    async def person(self, info: Info) -> Annotated[Person, strawberry.lazy("schema.person")]:
        """Who belongs there."""
        record = nodes.required(await info.context.loaders.people.load(self.person_id))
        return person.Person.of(record, groups={self.group_id})


@nodes.finds(Kind.MEMBERSHIP)
async def find_membership(info: Info, identifier: str) -> Node | None:
    """The membership of that id."""
    stored = renamed(identifier, Kind.CONNECTION)
    record = await info.context.loaders.connections.load(stored)
    return Membership.of(record) if record and record.type == MEMBER_OF else None
