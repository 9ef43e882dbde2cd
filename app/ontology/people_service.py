"""Inviting and removing people, and changing what they are in a group."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidInput, NotFound
from app.identifiers import Kind, kind_of, renamed
from app.ontology.connection import Connection
from app.ontology.invitation import Invitation
from app.ontology.memberships import Memberships
from app.ontology.repositories import (
    MEMBER_OF,
    ConnectionRepository,
    GroupRepository,
    PersonRepository,
)
from app.ontology.role import Role
from app.settings import Settings

Result = TypeVar("Result")


class PeopleService:
    """Changes who belongs to a group; changes of one group follow each other."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._groups = GroupRepository(database)
        self._people = PersonRepository(database)
        self._connections = ConnectionRepository(database)
        self._memberships = Memberships(database, settings)

    async def invite(
        self, caller: Caller, group: str, invitation: Invitation, role: Role
    ) -> Connection:
        """Let somebody belong to a group, at once; who is not here yet is added.

        Whether the person was here already decides neither the commands nor the answer.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            InvalidInput: no role of a group, or nobody named in the right form.
            AlreadyMember, LimitReached: nobody joins.
        """
        caller.require(group)
        _check_role(role)
        wanted = invitation.checked()

        async def write(session: Session) -> Connection:
            await self._groups.hold(group, session)
            person = await self._people.invited(wanted, session)
            return await self._memberships.invite(session, group, person, role, caller.person.id)

        return await self._database.transact(write)

    async def change_role(self, caller: Caller, identifier: str, role: Role) -> Connection:
        """Give a member of a group another role.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            InvalidInput: no role of a group.
            LastOwner: nobody else owns the group.
        """

        async def change(membership: Connection, session: Session) -> Connection:
            actor = caller.person.id
            return await self._memberships.change(session, membership, role, actor)

        membership = await self._owned(caller, identifier)
        _check_role(role)
        return await self._held(membership, change)

    async def remove(self, caller: Caller, identifier: str) -> Connection:
        """End a membership, and return it as it was.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            LastOwner: nobody else owns the group.
        """

        async def end(membership: Connection, session: Session) -> Connection:
            await self._memberships.end(session, membership, caller.person.id)
            return membership

        return await self._held(await self._owned(caller, identifier), end)

    async def _owned(self, caller: Caller, identifier: str) -> Connection:
        named = kind_of(identifier) is Kind.MEMBERSHIP
        stored = renamed(identifier, Kind.CONNECTION)
        found = await self._connections.get(stored) if named else None
        is_membership = found is not None and found.type == MEMBER_OF
        return caller.require_for("membership", identifier, found if is_membership else None)

    async def _held(
        self,
        membership: Connection,
        work: Callable[[Connection, Session], Awaitable[Result]],
    ) -> Result:
        """Do ``work`` on a membership as it is while nobody else changes the group's people."""

        async def write(session: Session) -> Result:
            await self._groups.hold(membership.target, session)
            current = await self._connections.get(membership.id, session)
            if current is None:
                raise NotFound.of("membership", renamed(membership.id, Kind.MEMBERSHIP))
            return await work(current, session)

        return await self._database.transact(write)


def _check_role(role: Role) -> None:
    if role is Role.PLATFORM_OWNER:
        raise InvalidInput(
            "PLATFORM_OWNER is no role in a group.", "ORG_OWNER, ORG_USER or CUSTOMER."
        )
