"""Lists of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

from app.errors import InvalidInput
from app.knowledge.group_labels import MAX_CHARACTERS, MAX_LABELS, checked_labels
from app.nested import Listing
from app.ontology.repositories import CHUNK, ENTRY_TYPES, MEMORY
from app.pagination import Window
from schema import knowledge
from schema.context import Info
from schema.paging import Connection, connection
from schema.visibility import visible_groups

if TYPE_CHECKING:
    from schema.knowledge import Knowledge

KnowledgeTypes: TypeAlias = Annotated[
    list[str] | None,
    strawberry.argument(
        description="Only of these types: document, label, memory, chunk. Left out: "
        "document and label."
    ),
]
Labels: TypeAlias = Annotated[
    list[str] | None,
    strawberry.argument(
        description=f"Only with one of these labels: 1 to {MAX_LABELS}, each of 1 to "
        f"{MAX_CHARACTERS} characters."
    ),
]


def filed(types: list[str] | None, labels: list[str] | None) -> dict[str, Any]:
    """The condition that selects knowledge of some types with one of some labels.

    Raises:
        InvalidInput: a type or a label is none.
    """
    unknown = sorted(set(types or ()) - ENTRY_TYPES - {MEMORY, CHUNK})
    if unknown:
        shown = unknown[0][:MAX_CHARACTERS]
        raise InvalidInput(f"Knowledge has no type {shown!r}.", "document, label, memory or chunk.")
    query: dict[str, Any] = {"type": {"$in": sorted(ENTRY_TYPES if types is None else set(types))}}
    return query | ({"labels": {"$in": checked_labels(labels)}} if labels is not None else {})


async def knowledge_about(
    info: Info, node: str, types: list[str] | None, window: Window
) -> Connection[Knowledge]:
    """What is known about a node, as far as the caller sees it."""
    query = visible_groups(info.context.principal) | filed(types, None)
    page = await info.context.loaders.knowledge_of.of(node, Listing(("source",), window, query))
    return connection(page, knowledge.Knowledge.of)


async def knowledge_of_group(
    info: Info, group: str, types: list[str] | None, labels: list[str] | None, window: Window
) -> Connection[Knowledge]:
    """What a group knows."""
    listing = Listing(("group",), window, filed(types, labels))
    page = await info.context.loaders.knowledge_of.of(group, listing)
    return connection(page, knowledge.Knowledge.of)
