"""A group whose every string says whose it is."""

from dataclasses import dataclass

from app.catalog.plugin import Plugin
from app.ontology.connection import Connection
from app.ontology.group import Group
from app.ontology.person import Person
from app.ontology.repositories import MEMBER_OF
from app.ontology.role import Role
from app.record import Record
from tests.fuzz.contents import contents

WITNESS = "witness"  # an owner whom no generated request names, and so nobody removes
ROLES = {
    "owner": Role.ORG_OWNER,
    "user": Role.ORG_USER,
    "customer": Role.CUSTOMER,
    WITNESS: Role.ORG_OWNER,
}


@dataclass(frozen=True)
class Tenant:
    """What was stored of one tenant.

    Attributes:
        marker: stands in every string of its data, and nowhere else.
        people: by role.
        records: all of it.
    """

    marker: str
    group: Group
    child: Group
    people: dict[str, Person]
    records: list[Record]

    @property
    def groups(self) -> list[str]:
        """The ids of its groups."""
        return [self.group.id, self.child.id]


def tenant(marker: str, plugin: Plugin, shared: Person) -> Tenant:
    """A tenant of which nothing is stored yet; ``shared`` belongs to every one."""
    group = Group(slug=f"{marker}-top", name=f"{marker} group")
    child = Group(slug=f"{marker}-child", name=f"{marker} child", parent=group.id, depth=1)
    people = {role: _person(marker, role) for role in ROLES}
    records: list[Record] = [group, child, *people.values()]
    records += [_member(people[role], group, ROLES[role]) for role in ROLES]
    records += [_member(people["owner"], child, Role.ORG_OWNER)]
    records += [_member(shared, group, Role.ORG_USER)]
    for home in (group, child):
        records += contents(marker, home.id, people["owner"].id, plugin)
    return Tenant(marker, group, child, people, records)


def _person(marker: str, role: str) -> Person:
    name = f"{marker}-{role}"
    return Person(username=name, display_name=f"{marker} {role}", email=f"{name}@example.org")


def _member(person: Person, group: Group, role: Role) -> Connection:
    return Connection(
        type=MEMBER_OF,
        source=person.id,
        target=group.id,
        group=group.id,
        metadata={"role": role.value},
    )
