"""The one place where people enter groups, leave them, and change roles."""

from app.database import Database, Session
from app.errors import InvalidInput
from app.ontology.connection import Connection
from app.ontology.errors import AlreadyMember, LastOwner, LimitReached
from app.ontology.event_type import EventType
from app.ontology.person import Person
from app.ontology.repositories import MEMBER_OF, ConnectionRepository, EventRepository
from app.ontology.role import Role
from app.record import now
from app.settings import Settings


class Memberships:
    """Writes memberships with their events, within a transaction that holds their group."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._most = settings.people_per_group
        self._connections = ConnectionRepository(database)
        self._events = EventRepository(database)

    async def invite(
        self, session: Session, group: str, person: Person, role: Role, actor: str
    ) -> Connection:
        """Let somebody belong to a group whom one of its owners, or the platform's, named.

        Raises:
            InvalidInput: the person runs the catalogue, and so sees no group's data.
            AlreadyMember, LimitReached: nobody joins.
        """
        if person.platform_owner:
            raise InvalidInput(
                f"{person.username!r} runs the catalogue and belongs to no group.",
                "Name somebody else.",
            )
        if await self._connections.membership(person.id, group, session):
            raise AlreadyMember(
                f"{person.display_name!r} belongs to the group already.",
                "Change the role with changeRole.",
            )
        if await self._connections.members(group, session) >= self._most:
            raise LimitReached(
                f"The group has {self._most} people, as many as it may.",
                "Remove somebody, or let the operator raise ONE_PEOPLE_PER_GROUP.",
            )
        membership = _membership(person.id, group, role)
        await self._tell(EventType.USER_INVITED_TO_GROUP, membership, actor, session)
        return await self._join(membership, actor, session)

    async def found(self, session: Session, group: str, person: str) -> Connection:
        """Make whoever created a group its first owner."""
        return await self._join(_membership(person, group, Role.ORG_OWNER), person, session)

    async def change(
        self, session: Session, membership: Connection, role: Role, actor: str
    ) -> Connection:
        """Give a member another role.

        Raises:
            LastOwner: nobody else owns the group.
        """
        if role is not Role.ORG_OWNER:
            await self._check_not_last(membership, session)
        change = {"$set": {"metadata.role": role.value, "updated_at": now()}}
        changed = await self._connections.update({"_id": membership.id}, change, session)
        if changed is None:
            raise LookupError(membership.id)  # the transaction has just read it
        await self._tell(EventType.GROUP_UPDATED, changed, actor, session)
        return changed

    async def end(self, session: Session, membership: Connection, actor: str) -> None:
        """Let a member leave, and with them their connections in the group.

        Raises:
            LastOwner: nobody else owns the group.
        """
        await self._check_not_last(membership, session)
        ended = await self._connections.remove_of([membership.source], membership.target, session)
        await self._tell(
            EventType.USER_REMOVED_FROM_GROUP, membership, actor, session, connections=ended - 1
        )

    async def _check_not_last(self, membership: Connection, session: Session) -> None:
        owner = Role.ORG_OWNER
        if membership.metadata["role"] != owner:
            return
        if await self._connections.members(membership.target, session, owner) == 1:
            raise LastOwner("Nobody else owns the group.", "Make somebody else ORG_OWNER first.")

    async def _join(self, membership: Connection, actor: str, session: Session) -> Connection:
        await self._connections.insert(membership, session)
        await self._tell(EventType.USER_JOINED_GROUP, membership, actor, session)
        return membership

    async def _tell(
        self,
        type_: EventType,
        membership: Connection,
        actor: str,
        session: Session,
        **more: object,
    ) -> None:
        """Record what happened; whoever follows the rights of people reads ``person``."""
        person = {"person": membership.source, "role": membership.metadata["role"]}
        await self._events.record(
            session,
            type_,
            target=membership.target,
            group=membership.target,
            actor=actor,
            metadata=person | more,
        )


def _membership(person: str, group: str, role: Role) -> Connection:
    return Connection(
        type=MEMBER_OF,
        source=person,
        target=group,
        group=group,
        metadata={"role": role.value},
        valid_from=now(),
    )
