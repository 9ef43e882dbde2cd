"""Asking for the dependency graph of a plugin."""

import asyncio
from collections.abc import Sequence

from app.catalog.dependency_graph import DependencyGraph, Node
from app.catalog.dependency_offer import LATEST, Offer
from app.catalog.dependency_repository import DependencyRepository
from app.catalog.dependency_request import Request
from app.catalog.dependency_wish import Wish, wishes
from app.database import Database
from app.errors import InvalidInput, NotFound, VersionIncompatible
from sandbox.install.package_spec import is_version_request

MAX_DEPTH = 25
_SHOWN_VERSIONS = 5


class DependencyService:
    """Follows what plugins depend on through the catalogue; three reads for each level."""

    def __init__(self, database: Database) -> None:
        self._repository = DependencyRepository(database)

    async def graph(self, plugin: str, version: str | None = None) -> DependencyGraph:
        """Everything that the plugin of that id needs, at ``version``: exact, a range or a tag.

        Raises:
            NotFound: there is no such plugin.
            InvalidInput: ``version`` is no version, range or tag.
            VersionIncompatible: no published version is what ``version`` asks for.
        """
        if version is not None and not is_version_request(version):
            raise InvalidInput(f"{version!r} is no version.", "Like 1.2.3, ^1.2 or latest.")
        offer = await self._repository.offer(plugin)
        if offer is None:
            raise NotFound.of("plugin", plugin)
        graph = DependencyGraph(Node(offer.name, offer, _chosen(offer, version)))
        await self._follow(graph)
        return graph

    async def _follow(self, graph: DependencyGraph) -> None:
        level = [graph.root]
        for _ in range(MAX_DEPTH):
            wanted = await self._wanted(level)
            if not wanted:
                return
            offers = await self._repository.offers(graph.news(wanted))
            # Away from the event loop: strangers wrote the ranges.
            level = await asyncio.to_thread(graph.grow, wanted, offers)
        graph.truncated |= any(node.version for node in level)

    async def _wanted(self, level: Sequence[Node]) -> list[Wish]:
        """What the plugins of a level depend on; notes of which of them that is known."""
        chosen = {
            node.offer.plugin: (node, node.version) for node in level if node.offer and node.version
        }
        if not chosen:
            return []
        pairs = [(plugin, version) for plugin, (_, version) in chosen.items()]
        declared = await self._repository.declared(pairs)
        found: list[Wish] = []
        for plugin, (node, _) in chosen.items():
            dependencies = declared.get(plugin)
            node.complete = dependencies is not None
            found += wishes(node.name, dependencies or ())
        return found


def _chosen(offer: Offer, version: str | None) -> str | None:
    chosen = offer.pick(Request.read(offer.name, version or LATEST))
    if chosen is None and version is not None:
        latest = ", ".join(each.raw for each in offer.versions[:_SHOWN_VERSIONS])
        raise VersionIncompatible(
            f"{offer.name} has no version {version}.",
            f"The newest are: {latest}." if latest else "The registry has none of it.",
        )
    return chosen
