"""Finding somebody with a role, to act for them."""

from app.database import Database
from app.errors import NotFound
from app.ontology.repositories import ConnectionRepository, GroupRepository, PersonRepository
from app.ontology.role import Role

NAMED_GROUPS = 20


async def person_with(database: Database, role: Role, group: str | None) -> str:
    """The id of somebody who has ``role`` in the group of that slug.

    Raises:
        NotFound: there is no such group, or nobody has that role in it.
    """
    if role is Role.PLATFORM_OWNER:
        owner = await PersonRepository(database).first({"platform_owner": True})
        return _found(owner.id if owner else None, role, "the catalogue")
    found = await GroupRepository(database).first({"slug": group})
    if found is None:
        raise await _unknown_group(database, group)
    member = await ConnectionRepository(database).member_with_role(found.id, role)
    return _found(member.source if member else None, role, f"the group {group!r}")


def _found(person: str | None, role: Role, place: str) -> str:
    if person is None:
        raise NotFound(f"Nobody is {role} in {place}.", "Start the server once: one-graph serve")
    return person


async def _unknown_group(database: Database, slug: str | None) -> NotFound:
    groups = await GroupRepository(database).find({}, limit=NAMED_GROUPS)
    names = ", ".join(sorted(group.slug for group in groups)) or "none yet"
    message = f"There is no group {slug!r}." if slug else "This role needs a group."
    return NotFound(message, f"Give --group one of these: {names}.")
