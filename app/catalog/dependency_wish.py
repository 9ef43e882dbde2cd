"""Who wants which package, and how."""

from collections.abc import Iterable
from typing import NamedTuple

from app.catalog.dependency import Dependency, DependencyKind
from app.catalog.dependency_request import Request


class Wish(NamedTuple):
    """``wanted_by`` asks for a package; ``range`` is as its manifest has it."""

    wanted_by: str
    range: str
    kind: DependencyKind
    request: Request

    @property
    def package(self) -> str:
        """The package that is meant, also where the manifest gives it another name."""
        return self.request.package


def wishes(wanted_by: str, dependencies: Iterable[Dependency]) -> list[Wish]:
    """What a package's dependencies ask for, in their order."""
    return [
        Wish(wanted_by, each.range, each.kind, Request.read(each.package, each.range))
        for each in dependencies
    ]
