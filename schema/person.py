"""People."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.identifiers import Kind
from app.ontology.connection import Connection as ConnectionRecord
from app.ontology.person import Person as PersonRecord
from app.ontology.role import Role
from schema import group, nodes
from schema.context import Info
from schema.interfaces import Node

if TYPE_CHECKING:
    from schema.group import Membership


@strawberry.type(description="A member of groups, or the author of plugins (without memberships).")
class Person(Node):
    """A person of the ontology."""

    username: str = strawberry.field(description="Unique name.")
    display_name: str = strawberry.field(description="Name for people.")
    stored_email: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: PersonRecord) -> Self:
        """The API's view of a stored person."""
        return cls(
            id=strawberry.ID(record.id),
            username=record.username,
            display_name=record.display_name,
            stored_email=record.email,
        )

    @strawberry.field(description="For the person, and for owners of a shared group.")
    async def email(self, info: Info) -> str | None:
        """The address, or null for everybody else."""
        principal = info.context.principal
        if self.stored_email is None or principal.id == str(self.id):
            return self.stored_email
        memberships = await info.context.loaders.memberships.load(str(self.id))
        owned = {group for group, role in principal.roles.items() if role is Role.ORG_OWNER}
        shared = any(membership.target in owned for membership in memberships or [])
        return self.stored_email if shared else None

    @strawberry.field(description="Those in your own groups; all of them for the person.")
    async def memberships(
        self, info: Info
    ) -> list[Annotated[Membership, strawberry.lazy("schema.group")]]:
        """Where the person belongs, as far as the caller may know."""
        found = await info.context.loaders.memberships.load(str(self.id))
        roles = info.context.principal.roles
        return [group.Membership.of(item) for item in found or [] if item.target in roles]


@nodes.finds(Kind.PERSON)
async def visible_person(info: Info, identifier: str) -> Person | None:
    """The person: the caller, a member of a shared group, or an author of plugins."""
    record = await info.context.loaders.people.load(identifier)
    memberships = await info.context.loaders.memberships.load(identifier) or []
    if record is None:
        return None
    principal = info.context.principal
    author = not memberships and not record.platform_owner
    if author or principal.id == identifier or _shares_group(memberships, principal.roles):
        return Person.of(record)
    return None


def _shares_group(memberships: list[ConnectionRecord], roles: object) -> bool:
    return isinstance(roles, dict) and any(item.target in roles for item in memberships)
