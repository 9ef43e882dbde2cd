"""What is known: texts, labels and passages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.identifiers import Kind
from app.ontology.agent_row import with_row
from app.ontology.knowledge import Knowledge as KnowledgeRecord
from app.ontology.repositories import CHUNK
from app.pagination import DEFAULT_PAGE, Window
from schema import group, neighbours, nodes
from schema.access import needs
from schema.arguments import EventTypes
from schema.context import Info
from schema.interfaces import Node
from schema.paging import After, Connection, First

if TYPE_CHECKING:
    from schema.event import Event
    from schema.group import Group

_OF_PASSAGES = ("field", "ordinal")  # what else passages have is for search alone


@needs(Permission.READ_DATA, or_public=True)
@strawberry.type(description="A text that is known about something, or to a group.")
class Knowledge(Node):
    """An entry of the ontology's knowledge."""

    type: str = strawberry.field(
        description="document; label; memory: of an agent, by its plugins; chunk: a passage, by "
        "which search finds the whole."
    )
    text: str | None = strawberry.field(description="The text.")
    labels: list[str] = strawberry.field(description="What it is filed under, 20 at most.")
    metadata: JSON = strawberry.field(description="What its author noted about it, an object.")
    created_at: datetime = strawberry.field(description="When it was added.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    source_id: strawberry.Private[str | None]
    group_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: KnowledgeRecord) -> Self:
        """The API's view of stored knowledge."""
        return cls(
            id=strawberry.ID(record.id),
            type=record.type,
            text=record.text,
            labels=record.labels,
            metadata=JSON(_metadata(record)),
            created_at=record.created_at,
            updated_at=record.updated_at,
            source_id=record.source,
            group_id=record.group,
        )

    @strawberry.field(
        description="What it tells about, or the whole that a passage is from; null: nothing in "
        "particular, or something that you may not see."
    )
    async def source(self, info: Info) -> Node | None:
        """The node that the text is about."""
        return await nodes.find_node(info, self.source_id)

    @strawberry.field(description="What happened to it, newest first.")
    async def events(
        self,
        info: Info,
        type: EventTypes = None,  # noqa: A002 - the argument's public name
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Annotated[Event, strawberry.lazy("schema.event")]]:
        """The events that have this entry as their target."""
        window = Window.of(first, after)
        return await neighbours.events_of(info, str(self.id), "target", type, window)

    @strawberry.field(description="The tenant that it belongs to; null: the public catalogue.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")] | None:
        """The owning group."""
        return await group.find_group(info, self.group_id)


def _metadata(record: KnowledgeRecord) -> dict[str, Any]:
    if record.type != CHUNK:
        return with_row(record.metadata, record.agent_row)
    return {key: record.metadata[key] for key in _OF_PASSAGES}


@nodes.finds(Kind.KNOWLEDGE)
async def find_knowledge(info: Info, identifier: str) -> Node | None:
    """The entry or passage of that id."""
    record = await info.context.loaders.knowledge.load(identifier)
    return Knowledge.of(record) if record else None
