"""The dependency graph of a plugin."""

import asyncio
from collections.abc import Collection
from typing import Self

import strawberry

from app.catalog.dependency_conflicts import Conflict
from app.catalog.dependency_cycles import MAX_CYCLES
from app.catalog.dependency_graph import MAX_EDGES, MAX_NODES
from app.catalog.dependency_graph import DependencyGraph as GraphRecord
from app.catalog.dependency_graph import Edge as EdgeRecord
from app.catalog.dependency_graph import Node as NodeRecord
from app.catalog.dependency_service import MAX_DEPTH
from schema.access import covered
from schema.context import Info
from schema.enums import DependencyKind
from schema.plugin import Plugin


@covered
@strawberry.type(description="A package of the graph.")
class DependencyNode:
    """A package."""

    name: str = strawberry.field(description="Its npm name; in no other node of the graph.")
    version: str | None = strawberry.field(
        description="What an install would take: `latest` where that will do, else the newest "
        "version that will, for whoever wants it first, level by level. Null where no published "
        "version will do, and for packages that are no plugins of the catalogue."
    )
    installed: bool = strawberry.field(
        description="A group whose data you see has it installed, at whatever version."
    )
    complete: bool = strawberry.field(
        description="What this version depends on is known. False for packages that are no "
        "plugins of the catalogue, and where neither registry nor tarball told."
    )
    plugin_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, record: NodeRecord, installed: Collection[str]) -> Self:
        """The API's view of a node; ``installed`` has the ids of the caller's plugins."""
        plugin = record.offer.plugin if record.offer else None
        return cls(
            name=record.name,
            version=record.version,
            installed=plugin in installed,
            complete=record.complete,
            plugin_id=plugin,
        )

    @strawberry.field(description="Null for packages that are no plugins of the catalogue.")
    async def plugin(self, info: Info) -> Plugin | None:
        """The catalogue's entry."""
        found = await info.context.loaders.plugins.load(self.plugin_id) if self.plugin_id else None
        return Plugin.of(found) if found else None


@covered
@strawberry.type(description="That one package wants another.")
class DependencyEdge:
    """A dependency."""

    from_: str = strawberry.field(name="from", description="Name of the package that wants.")
    to: str = strawberry.field(description="Name of the package that is wanted.")
    range: str = strawberry.field(description="As the manifest has it.")
    kind: DependencyKind = strawberry.field(description="How it is wanted.")
    satisfied: bool = strawberry.field(
        description="False: the catalogue knows the published versions, and none will do. True "
        "also where it does not know them: nothing known speaks against it. What means something "
        "on its author's machine alone (git, file, URL, `workspace:`) counts as the range in it, "
        "else as any version, as for an install here."
    )

    @classmethod
    def of(cls, record: EdgeRecord) -> Self:
        """The API's view of an edge."""
        wish = record.wish
        return cls(
            from_=wish.wanted_by,
            to=wish.package,
            range=wish.range,
            kind=wish.kind,
            satisfied=record.satisfied,
        )


@covered
@strawberry.type(
    description="A package that no version can give to all who want it: no published one of a "
    "plugin of the catalogue, no conceivable one of another package."
)
class VersionConflict:
    """Wishes that contradict each other."""

    package: str = strawberry.field(description="Its npm name.")
    ranges: list[str] = strawberry.field(description="What is wanted of it.")
    wanted_by: list[str] = strawberry.field(
        description="Who wants it: the first wants the first of `ranges`, and so on. The plugin "
        "that was asked about wants itself at its own version."
    )
    peer: bool = strawberry.field(
        description="One wants it as a peer, so there can be one copy only. Otherwise npm "
        "installs a copy for each."
    )

    @classmethod
    def of(cls, record: Conflict) -> Self:
        """The API's view of a conflict."""
        return cls(
            package=record.package,
            ranges=[wish.range for wish in record.wishes],
            wanted_by=[wish.wanted_by for wish in record.wishes],
            peer=record.peer,
        )


@covered
@strawberry.type(
    description="What a plugin needs, and what that needs: plugins of the catalogue are followed "
    f"{MAX_DEPTH} levels deep, other packages are not. {MAX_NODES} nodes and {MAX_EDGES} edges at "
    "most."
)
class DependencyGraph:
    """A plugin's dependency graph."""

    nodes: list[DependencyNode] = strawberry.field(
        description="Every package once, the plugin itself first, then level by level."
    )
    edges: list[DependencyEdge] = strawberry.field(description="Who wants which, in that order.")
    truncated: bool = strawberry.field(description="There is more than fits in.")
    record: strawberry.Private[GraphRecord]

    @classmethod
    def of(cls, record: GraphRecord, installed: Collection[str]) -> Self:
        """The API's view of a graph; ``installed`` has the ids of the caller's plugins."""
        return cls(
            nodes=[DependencyNode.of(node, installed) for node in record.nodes.values()],
            edges=[DependencyEdge.of(edge) for edge in record.edges],
            truncated=record.truncated,
            record=record,
        )

    @strawberry.field(
        description="For each package that needs itself over others, a shortest such path: each "
        f"name needs the next, the last the first. Shortest first, {MAX_CYCLES} at most."
    )
    async def cycles(self) -> list[list[str]]:
        """Cycles; found away from the event loop, like all that strangers can make long."""
        return await asyncio.to_thread(self.record.cycles)

    @strawberry.field(description="Packages wanted at versions that exclude each other, by name.")
    async def conflicts(self) -> list[VersionConflict]:
        """Conflicts."""
        found = await asyncio.to_thread(self.record.conflicts)
        return [VersionConflict.of(each) for each in found]
