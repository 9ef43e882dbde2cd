"""The dependency graph of one plugin, as it grows from level to level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalog.dependency import Dependency, DependencyKind
from app.catalog.dependency_conflicts import Conflict, conflicts
from app.catalog.dependency_cycles import cycles
from app.catalog.dependency_offer import Offer
from app.catalog.dependency_wish import Wish, wishes

MAX_NODES = 500
MAX_EDGES = 5_000


@dataclass(slots=True)
class Node:
    """One package.

    Attributes:
        offer: what the catalogue knows of it; None: it is no plugin of the catalogue.
        version: that an install would take first; None: not known, or there is none.
        complete: what this version depends on is known.
    """

    name: str
    offer: Offer | None = None
    version: str | None = None
    complete: bool = False


class Edge(NamedTuple):
    """A wish; ``satisfied`` unless the catalogue knows that nothing published will do."""

    wish: Wish
    satisfied: bool


class DependencyGraph:
    """Packages in breadth-first order, each once, and who wants which.

    Attributes:
        truncated: there is more than fits in.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.nodes = {root.name: root}
        self.edges: list[Edge] = []
        self.truncated = False

    def news(self, wanted: Sequence[Wish]) -> list[str]:
        """The packages that are wanted and not there yet; as many as fit in, first come first."""
        names = [
            name for name in dict.fromkeys(w.package for w in wanted) if name not in self.nodes
        ]
        room = MAX_NODES - len(self.nodes)
        self.truncated |= len(names) > room
        return names[:room]

    def grow(self, wanted: Sequence[Wish], offers: Mapping[str, Offer]) -> list[Node]:
        """Draw these wishes, and return the nodes that are new."""
        new = set(self.news(wanted))
        level: list[Node] = []
        for wish in wanted:
            if wish.package in new:
                new.remove(wish.package)
                level.append(_node(wish, offers.get(wish.package)))
                self.nodes[wish.package] = level[-1]
            self._connect(wish)
        return level

    def cycles(self) -> list[list[str]]:
        """See ``dependency_cycles.cycles``."""
        return cycles((edge.wish.wanted_by, edge.wish.package) for edge in self.edges)

    def conflicts(self) -> list[Conflict]:
        """See ``dependency_conflicts.conflicts``; the root wants itself at its own version."""
        name, version = self.root.name, self.root.version
        own = (
            [Dependency(package=name, range=version, kind=DependencyKind.REQUIRED)]
            if version
            else []
        )
        offers = {node.name: node.offer for node in self.nodes.values()}
        return conflicts([*wishes(name, own), *(edge.wish for edge in self.edges)], offers)

    def _connect(self, wish: Wish) -> None:
        target = self.nodes.get(wish.package)
        if target is None or len(self.edges) == MAX_EDGES:
            self.truncated = True
            return
        satisfied = target.offer is None or target.offer.satisfies(wish.request)
        self.edges.append(Edge(wish, satisfied))


def _node(wish: Wish, offer: Offer | None) -> Node:
    return Node(wish.package, offer, offer.pick(wish.request) if offer else None)
