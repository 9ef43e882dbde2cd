"""People of the demo groups, calling services."""

from collections.abc import Mapping
from typing import Any

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import ANONYMOUS, Principal
from app.commands.person import person_with
from app.database import Database
from app.ontology.event import Event
from app.ontology.group import Group
from app.ontology.repositories import ConnectionRepository, GroupRepository, PersonRepository
from app.ontology.role import Role


async def caller(
    database: Database, permission: Permission, role: Role, slug: str | None = "demo"
) -> Caller:
    """Whoever has ``role`` in a group, calling what needs ``permission``."""
    return await calling(database, permission, await person_with(database, role, slug))


async def calling(database: Database, permission: Permission, identifier: str) -> Caller:
    """That person, with the rights of this moment."""
    person = await PersonRepository(database).get(identifier)
    memberships = await ConnectionRepository(database).memberships(identifier)
    roles = {each.target: Role(each.metadata["role"]) for each in memberships}
    return Caller(Principal(person, roles), permission)


def stranger(permission: Permission) -> Caller:
    """Somebody without a token."""
    return Caller(ANONYMOUS, permission)


async def group_named(database: Database, slug: str) -> Group:
    """The group of that slug."""
    group = await GroupRepository(database).first({"slug": slug})
    assert group
    return group


async def last_event(database: Database, group: str) -> Mapping[str, Any]:
    """What happened last in a group."""
    return (await events(database, group))[-1]


async def events(database: Database, group: str) -> list[Mapping[str, Any]]:
    """What happened in a group, in order."""
    rows = database.collection(Event).find({"group": group}).sort("_id", 1)
    return [row async for row in rows]
