"""Creating groups, within others or on their own, and renaming them."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.auth.caller import Caller
from app.database import Database, Duplicate, Session
from app.errors import InvalidInput, NotFound
from app.ontology import vocabulary
from app.ontology.errors import LimitReached, SlugTaken
from app.ontology.event_type import EventType
from app.ontology.group import MAX_NAME, SLUG, Group, Plan
from app.ontology.invitation import Invitation
from app.ontology.memberships import Memberships
from app.ontology.repositories import EventRepository, GroupRepository, PersonRepository
from app.ontology.role import Role
from app.ontology.values import checked_choice, checked_text
from app.record import now
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class NewGroup:
    """What a new group is to be."""

    slug: str
    name: str
    type: str = "organization"

    def group(self, plan: Plan, parent: Group | None = None) -> Group:
        """The group, checked.

        Raises:
            InvalidInput: a malformed slug, name or type.
        """
        if not re.fullmatch(SLUG, self.slug):
            raise InvalidInput(
                f"{self.slug[:MAX_NAME]!r} is no slug.",
                "1 to 64 small letters and digits, with hyphens between them.",
            )
        return Group(
            slug=self.slug,
            name=checked_text("name", self.name, MAX_NAME),
            type=checked_choice("type", self.type, vocabulary.GROUP_TYPES),
            plan=plan,
            parent=parent.id if parent else None,
            depth=parent.depth + 1 if parent else 0,
        )


class GroupService:
    """Changes the tree of groups; rights never pass from a group to those within it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._groups = GroupRepository(database)
        self._people = PersonRepository(database)
        self._events = EventRepository(database)
        self._memberships = Memberships(database, settings)

    async def create_child(self, caller: Caller, parent: str, new: NewGroup) -> Group:
        """Create a group within another, with its plan; the caller becomes its owner.

        Raises:
            Unauthenticated, NotFound, NotAllowed: ``parent`` is not the caller's.
            InvalidInput: a malformed slug, name or type.
            SlugTaken, LimitReached: there is no such room.
        """
        caller.require(parent)

        async def write(session: Session) -> Group:
            outer = await self._groups.hold(parent, session)
            if outer is None:
                raise NotFound.of("group", parent)
            await self._check_room(outer, session)
            group = await self._insert(new.group(outer.plan, outer), caller, session)
            await self._memberships.found(session, group.id, caller.person.id)
            return group

        return await self._unique(write, new.slug)

    async def create_tenant(
        self, caller: Caller, new: NewGroup, plan: Plan, owner: Invitation
    ) -> Group:
        """Create a group on its own, and invite its first owner; the caller stays outside.

        Raises:
            Unauthenticated, NotAllowed: the caller does not run the platform.
            InvalidInput: a malformed slug, name, type or owner.
            SlugTaken: another group has the slug.
        """
        caller.require(None)
        wanted, tenant = owner.checked(), new.group(plan)

        async def write(session: Session) -> Group:
            group = await self._insert(tenant, caller, session)
            person = await self._people.invited(wanted, session)
            actor = caller.person.id
            await self._memberships.invite(session, group.id, person, Role.ORG_OWNER, actor)
            return group

        return await self._unique(write, new.slug)

    async def update(
        self, caller: Caller, identifier: str, name: str | None, type_: str | None
    ) -> Group:
        """Give a group another name or type.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            InvalidInput: nothing to change, or a malformed value.
        """
        caller.require(identifier)
        fields = _checked_fields(name, type_)

        async def write(session: Session) -> Group:
            change = {"$set": fields | {"updated_at": now()}}
            group = await self._groups.update({"_id": identifier}, change, session)
            if group is None:
                raise NotFound.of("group", identifier)
            await self._record(EventType.GROUP_UPDATED, group, caller, session, fields)
            return group

        return await self._database.transact(write)

    async def _check_room(self, parent: Group, session: Session) -> None:
        deepest, most = self._settings.group_depth, self._settings.groups_per_group
        if parent.depth >= deepest:
            raise LimitReached(
                f"Groups lie in {deepest} others at most.",
                "Create it further up, or let the operator raise ONE_GROUP_DEPTH.",
            )
        if await self._groups.children(parent.id, session) >= most:
            raise LimitReached(
                f"The group holds {most} groups, as many as it may.",
                "Let the operator raise ONE_GROUPS_PER_GROUP.",
            )

    async def _insert(self, group: Group, caller: Caller, session: Session) -> Group:
        if await self._groups.first({"slug": group.slug}, session=session):
            raise _taken(group.slug)
        await self._groups.insert(group, session)
        fields = {"slug": group.slug, "name": group.name}
        await self._record(EventType.GROUP_CREATED, group, caller, session, fields)
        return group

    async def _record(
        self,
        type_: EventType,
        group: Group,
        caller: Caller,
        session: Session,
        fields: dict[str, str],
    ) -> None:
        await self._events.record(
            session,
            type_,
            target=group.id,
            group=group.id,
            actor=caller.person.id,
            metadata=fields,
        )

    async def _unique(self, write: Callable[[Session], Awaitable[Group]], slug: str) -> Group:
        try:
            return await self._database.transact(write)
        except Duplicate:  # another took it between the look and the write
            raise _taken(slug) from None


def _taken(slug: str) -> SlugTaken:
    return SlugTaken(
        f"A group has the slug {slug!r} already.", "Slugs are addresses: choose another."
    )


def _checked_fields(name: str | None, type_: str | None) -> dict[str, str]:
    fields = {}
    if name is not None:
        fields["name"] = checked_text("name", name, MAX_NAME)
    if type_ is not None:
        fields["type"] = checked_choice("type", type_, vocabulary.GROUP_TYPES)
    if not fields:
        raise InvalidInput("Nothing is to change.", "Pass `name` or `type`.")
    return fields
