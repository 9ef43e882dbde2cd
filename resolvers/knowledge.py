"""Queries about knowledge."""

from typing import Annotated, Any

import strawberry

from app.auth.permission import Permission
from app.knowledge.query import MAX_CHARACTERS, MAX_MATCHES
from app.pagination import DEFAULT_PAGE, Window
from schema.access import Needs
from schema.arguments import GroupId, GroupOrCatalogue
from schema.context import Info
from schema.knowledge import Knowledge
from schema.knowledge_list import KnowledgeTypes, Labels, filed
from schema.knowledge_match import KnowledgeMatch
from schema.paging import After, Connection, First, connection

DEFAULT_MATCHES = 10


@strawberry.field(
    description="What a group knows or, without `group`, what is known of the public catalogue, "
    "open to all; the oldest first.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def knowledge(
    info: Info,
    group: GroupOrCatalogue = None,
    about: Annotated[  # extensions of fields have a parameter `source` of their own
        strawberry.ID | None,
        strawberry.argument(name="source", description="Only what tells about this node."),
    ] = None,
    type: KnowledgeTypes = None,  # noqa: A002 - public name
    label: Labels = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Connection[Knowledge]:
    """A list of knowledge."""
    query: dict[str, Any] = {"group": group} | filed(type, label)
    if about is not None:
        query["source"] = str(about)
    page = await info.context.loaders.all_knowledge.page(query, Window.of(first, after))
    return connection(page, Knowledge.of)


@strawberry.field(
    description="What a group knows, by meaning and by words, best first.",
    extensions=[Needs(Permission.READ_DATA, of="group")],
)
async def search_knowledge(
    info: Info,
    group: GroupId,
    query: Annotated[
        str, strawberry.argument(description=f"What to find: 1 to {MAX_CHARACTERS} characters.")
    ],
    label: Labels = None,
    first: Annotated[
        int, strawberry.argument(description=f"How many at most, 1 to {MAX_MATCHES}.")
    ] = DEFAULT_MATCHES,
) -> list[KnowledgeMatch]:
    """Knowledge that fits a description."""
    search = info.context.services.knowledge_search
    found = await search.search(str(group), query, label, first)
    return [KnowledgeMatch.of(match) for match in found]
