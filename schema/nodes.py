"""From an id to the node it names, and from a stored thing to its concrete type.

Types refer to each other in circles, so each registers here how it is found or made.
"""

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from app.errors import NotFound
from app.identifiers import Kind, kind_of
from app.ontology.thing import Thing as ThingRecord
from schema.context import Info
from schema.interfaces import Node

if TYPE_CHECKING:
    from schema.thing import Thing

Finder: TypeAlias = Callable[[Info, str], Awaitable[Node | None]]
Maker: TypeAlias = Callable[[ThingRecord], "Thing"]

SomeFinder = TypeVar("SomeFinder", bound=Finder)
SomeMaker = TypeVar("SomeMaker", bound=Maker)
Found = TypeVar("Found")

_finders: dict[Kind, Finder] = {}
_makers: dict[str, Maker] = {}


def finds(kind: Kind) -> Callable[[SomeFinder], SomeFinder]:
    """Register how nodes of a kind are read. Their type says who may see them."""

    def register(finder: SomeFinder) -> SomeFinder:
        _finders[kind] = finder
        return finder

    return register


def makes(types: Collection[str]) -> Callable[[SomeMaker], SomeMaker]:
    """Register how things of some types are shown."""

    def register(maker: SomeMaker) -> SomeMaker:
        _makers.update(dict.fromkeys(types, maker))
        return maker

    return register


def thing_of(record: ThingRecord) -> "Thing":
    """A stored thing as its concrete type."""
    return _makers[record.type](record)


async def find_node(info: Info, identifier: str | None) -> Node | None:
    """The node, or None when the id is unknown or malformed; the executor hides what is hidden."""
    kind = kind_of(identifier) if identifier else None
    find = _finders.get(kind) if kind else None
    return await find(info, str(identifier)) if find else None


async def required_node(info: Info, identifier: str) -> Node:
    """The node.

    Raises:
        NotFound: there is none.
    """
    return required(await find_node(info, identifier))


def required(found: Found | None) -> Found:
    """What was found.

    Raises:
        NotFound: nothing was; the same answer as for what the caller may not see.
    """
    if found is None:
        raise NotFound.here()
    return found
