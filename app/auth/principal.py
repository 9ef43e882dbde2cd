"""Whoever is calling."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.auth.permission import GRANTS, Permission
from app.errors import NotAllowed, NotFound, Unauthenticated
from app.ontology.person import Person
from app.ontology.role import Role


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller with the rights it has now.

    Attributes:
        person: who calls; None: a stranger.
        roles: what the person is, by group.
        expires_at: when the token that says so ends; None: never.
    """

    person: Person | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    expires_at: datetime | None = None

    @property
    def id(self) -> str | None:
        """The person's id, as events name their actor."""
        return self.person.id if self.person else None

    @property
    def platform_owner(self) -> bool:
        """Whether the caller runs the catalogue."""
        return self.person is not None and self.person.platform_owner

    def may(self, permission: Permission, group: str | None) -> bool:
        """Whether a role in ``group`` (None: in the catalogue) grants ``permission``."""
        if group is None:
            return self.platform_owner and permission in GRANTS[Role.PLATFORM_OWNER]
        role = self.roles.get(group)
        return role is not None and permission in GRANTS[role]

    def groups(self, permission: Permission) -> list[str]:
        """The groups in which the caller has ``permission``."""
        return [group for group in self.roles if self.may(permission, group)]

    def require_person(self) -> Person:
        """The person who calls.

        Raises:
            Unauthenticated: a stranger calls.
        """
        if self.person is None:
            raise Unauthenticated(
                "This needs a token, and there is none.",
                "Send 'Authorization: Bearer TOKEN'; make one with: one-graph token",
            )
        return self.person

    def require(self, permission: Permission, group: str | None) -> None:
        """Let pass who has ``permission`` in ``group``.

        Raises:
            Unauthenticated: a stranger calls.
            NotFound: the group does not exist, or is not the caller's: one answer.
            NotAllowed: the caller is there, in a role without this permission.
        """
        self.require_person()
        if self.may(permission, group):
            return
        if group is not None and group not in self.roles:
            raise NotFound.of("group", group)
        owners = [role for role, granted in GRANTS.items() if permission in granted]
        raise NotAllowed(
            f"Your role may not {permission}.", f"Ask someone who is {' or '.join(owners)}."
        )


ANONYMOUS = Principal()
