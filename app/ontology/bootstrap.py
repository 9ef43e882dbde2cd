"""What the very first start writes: a platform owner and two groups to try things in."""

from app.database import Database, Duplicate, Session
from app.ontology.connection import Connection
from app.ontology.event_type import EventType
from app.ontology.group import Group, Plan
from app.ontology.person import Person
from app.ontology.repositories import (
    MEMBER_OF,
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    PersonRepository,
)
from app.ontology.role import Role

PLATFORM_OWNER = "platform-owner"
DEMO_GROUPS = ("demo", "demo2")
MEMBER_ROLES = (Role.ORG_OWNER, Role.ORG_USER, Role.CUSTOMER)


class Bootstrap:
    """Fills an empty database, once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups = GroupRepository(database)
        self._people = PersonRepository(database)
        self._connections = ConnectionRepository(database)
        self._events = EventRepository(database)

    async def run(self) -> None:
        """Create the platform owner and the demo groups, unless they are there.

        What an earlier version stored is brought up to this one's.
        """
        await self._connections.drop_former_index()
        await self._people.publish_authors()
        if await self._people.first({"username": PLATFORM_OWNER}):
            return
        try:
            await self._database.transact(self._create)
        except Duplicate:
            return  # another server of the same database was first

    async def _create(self, session: Session) -> None:
        owner = Person(username=PLATFORM_OWNER, display_name="Platform owner", platform_owner=True)
        await self._people.insert(owner, session)
        for slug in DEMO_GROUPS:
            await self._create_group(slug, owner, session)

    async def _create_group(self, slug: str, owner: Person, session: Session) -> None:
        group = Group(slug=slug, name=slug.capitalize(), plan=Plan.ENTERPRISE)
        await self._groups.insert(group, session)
        for role in MEMBER_ROLES:
            await self._add_member(group, role, session)
        await self._events.record(
            session, EventType.GROUP_CREATED, target=group.id, group=group.id, actor=owner.id
        )

    async def _add_member(self, group: Group, role: Role, session: Session) -> None:
        name = role.replace("_", "-")
        person = Person(
            username=f"{group.slug}-{name}",
            display_name=f"{group.name} {role.replace('_', ' ')}",
            email=f"{name}@{group.slug}.example",
        )
        await self._people.insert(person, session)
        membership = Connection(
            type=MEMBER_OF,
            source=person.id,
            target=group.id,
            group=group.id,
            metadata={"role": role.value},
        )
        await self._connections.insert(membership, session)
