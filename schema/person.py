"""People."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.auth.permission import Permission
from app.auth.principal import Principal
from app.identifiers import Kind
from app.ontology.person import Person as PersonRecord
from app.pagination import DEFAULT_PAGE, Window
from schema import membership, nodes
from schema.access import ShownTo, seen_by
from schema.arguments import EventTypes
from schema.context import Context, Info
from schema.enums import Direction
from schema.interfaces import Node
from schema.knowledge_list import KnowledgeTypes, knowledge_about
from schema.neighbours import RelationTypes, Way, events_of, relations_of
from schema.paging import After, Connection, First

if TYPE_CHECKING:
    from schema.event import Event
    from schema.knowledge import Knowledge
    from schema.membership import Membership
    from schema.relation import Relation


def _seen(principal: Principal, person: Person) -> bool:
    shared = any(principal.may(Permission.READ_GROUP, group) for group in person.groups)
    return person.public or shared or principal.id == str(person.id)


async def _reads_mail(context: Context, person: Person) -> bool:
    principal = context.principal
    if principal.id == str(person.id):
        return True
    memberships = await context.loaders.memberships.load(str(person.id)) or []
    return any(principal.may(Permission.MANAGE_GROUP, item.target) for item in memberships)


@seen_by(_seen, "Seen by the person and who shares a group; authors of plugins by everyone.")
@strawberry.type(description="A member of groups, or the author of plugins.")
class Person(Node):
    """A person of the ontology.

    ``groups``: those through which the caller came here; they may not be all.
    """

    username: str = strawberry.field(description="Unique name.")
    display_name: str = strawberry.field(description="Name for people.")
    public: strawberry.Private[bool]
    groups: strawberry.Private[Collection[str]]
    stored_email: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: PersonRecord, groups: Collection[str] = ()) -> Self:
        """The API's view of a stored person."""
        return cls(
            id=strawberry.ID(record.id),
            username=record.username,
            display_name=record.display_name,
            public=record.public,
            groups=groups,
            stored_email=record.email,
        )

    @strawberry.field(
        description="The address.",
        extensions=[
            ShownTo(_reads_mail, "Null but for the person and ORG_OWNER of a shared group.")
        ],
    )
    async def email(self) -> str | None:
        """Where the person is reached."""
        return self.stored_email

    @strawberry.field(description="Those in your own groups; all of them for the person.")
    async def memberships(
        self, info: Info
    ) -> list[Annotated[Membership, strawberry.lazy("schema.membership")]]:
        """Where the person belongs, as far as the caller may know."""
        found = await info.context.loaders.memberships.load(str(self.id)) or []
        may = info.context.principal.may
        return [
            membership.Membership.of(item)
            for item in found
            if may(Permission.READ_GROUP, item.target)
        ]

    @strawberry.field(description="Connections, as far as you may see them.")
    async def connections(
        self,
        info: Info,
        type: RelationTypes = None,  # noqa: A002 - the argument's public name
        direction: Way = Direction.BOTH,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Relation, strawberry.lazy("schema.relation")]]:
        """The connections that start or end at the person: plugins written, for one."""
        return await relations_of(info, str(self.id), type, direction, Window.of(first, after))

    @strawberry.field(description="What is known about the person, as far as you may see it.")
    async def knowledge(
        self,
        info: Info,
        type: KnowledgeTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Knowledge, strawberry.lazy("schema.knowledge")]]:
        """The knowledge that has the person as its source."""
        return await knowledge_about(info, str(self.id), type, Window.of(first, after))

    @strawberry.field(description="What the person did, as far as you may see it, newest first.")
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have the person as their actor."""
        return await events_of(info, str(self.id), "actor", type, Window.of(first, after))


@nodes.finds(Kind.PERSON)
async def find_person(info: Info, identifier: str) -> Person | None:
    """The person of that id."""
    record = await info.context.loaders.people.load(identifier)
    memberships = await info.context.loaders.memberships.load(identifier) or []
    return Person.of(record, {item.target for item in memberships}) if record else None
