"""Whose memory it is."""

from dataclasses import dataclass

from app.host.errand import Errand


@dataclass(frozen=True, slots=True)
class Scope:
    """The agent that remembers, or the group where no agent was named.

    Attributes:
        id: of the agent or the group.
        group: the tenant.
        instance: whose plugin reads and writes.
        errand: id of the execution or residence.
    """

    id: str
    group: str
    instance: str
    errand: str

    @classmethod
    def of(cls, errand: Errand) -> "Scope":
        """The memory that an errand reaches."""
        return cls(errand.agent or errand.group, errand.group, errand.instance, errand.id)

    @property
    def actor(self) -> str:
        """Who acts: the agent, or for a group's own memory the instance."""
        return self.instance if self.id == self.group else self.id
