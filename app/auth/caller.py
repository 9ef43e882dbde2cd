"""A principal at work: bound to the one permission that what it asked for needs."""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from app.auth.permission import Permission
from app.auth.principal import Principal
from app.errors import NotFound
from app.ontology.person import Person


class HasGroup(Protocol):
    """Whatever belongs to a group; None: to the public catalogue."""

    @property
    def group(self) -> str | None:
        """The id of that group."""


Owned = TypeVar("Owned", bound=HasGroup)


@dataclass(slots=True)
class Caller:
    """Whoever calls a service, and the permission declared for that call.

    Attributes:
        checked: the groups in which the permission was found; None: the catalogue.
    """

    principal: Principal
    permission: Permission
    checked: list[str | None] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """The person who calls.

        Raises:
            Unauthenticated: a stranger calls.
        """
        return self.principal.require_person()

    def require(self, group: str | None) -> None:
        """Let pass who has the permission in ``group``; None: in the catalogue.

        Raises:
            Unauthenticated, NotFound, NotAllowed: see ``Principal.require``.
        """
        self.principal.require(self.permission, group)
        self.checked.append(group)

    def require_for(self, noun: str, identifier: str, found: Owned | None) -> Owned:
        """Return what ``identifier`` named, to who has the permission in its group.

        Raises:
            Unauthenticated: a stranger calls.
            NotFound: nothing was found, or nothing the caller may see: one answer.
            NotAllowed: the caller sees it, in a role that lacks the permission.
        """
        self.principal.require_person()
        if found is None or not self.principal.may(Permission.READ_DATA, found.group):
            raise NotFound.of(noun, identifier)
        self.require(found.group)
        return found
