"""Two groups that know something, and their owners."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import Principal
from app.identifiers import Kind, new_id
from app.knowledge.group_service import GroupKnowledgeService, NewKnowledge
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.role import Role


@dataclass(frozen=True)
class Tenant:
    """A group, seen through the eyes of one of its people."""

    service: GroupKnowledgeService
    group: str
    person: Person
    role: Role = Role.ORG_OWNER

    @property
    def caller(self) -> Caller:
        """A call of the person's that changes data."""
        return Caller(Principal(self.person, {self.group: self.role}), Permission.MANAGE_DATA)

    async def add(
        self,
        text: str,
        labels: Sequence[str] = (),
        source: str | None = None,
        metadata: object = None,
        type_: str = "document",
    ) -> Knowledge:
        """Something that the group knows from now on."""
        given = NewKnowledge(self.group, text, type_, source, labels, metadata)
        return await self.service.add(self.caller, given)

    async def label(
        self, knowledge: str, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> list[str]:
        """Change labels; those that it has then."""
        changed = await self.service.label(self.caller, knowledge, add, remove)
        return changed.labels

    async def remove(self, knowledge: str) -> None:
        """Forget something."""
        await self.service.remove(self.caller, knowledge)


def tenant(service: GroupKnowledgeService, role: Role = Role.ORG_OWNER) -> Tenant:
    """A group of its own."""
    person = Person(username=new_id(Kind.PERSON), display_name="Somebody")
    return Tenant(service, new_id(Kind.GROUP), person, role)
