"""Packages that need themselves, over others."""

from collections import deque
from collections.abc import Iterable, Mapping

MAX_CYCLES = 100


def cycles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """For each package that lies on a cycle, a shortest one through it.

    Each is listed once, from its first name in the order of letters; the last one needs the first.
    Shorter cycles come first, 100 at most.
    """
    following: dict[str, set[str]] = {}
    for source, target in edges:
        following.setdefault(source, set()).add(target)
    ordered = {name: sorted(targets & following.keys()) for name, targets in following.items()}
    found = {tuple(_rotated(path)) for name in sorted(ordered) if (path := _back(name, ordered))}
    return [list(path) for path in sorted(found, key=lambda path: (len(path), path))[:MAX_CYCLES]]


def _back(start: str, following: Mapping[str, list[str]]) -> list[str] | None:
    """A shortest path from ``start`` to what needs it, or None."""
    came_from: dict[str, str] = {}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for target in following[name]:
            if target == start:
                return _path(start, name, came_from)
            if target not in came_from:
                came_from[target] = name
                queue.append(target)
    return None


def _path(start: str, end: str, came_from: Mapping[str, str]) -> list[str]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _rotated(path: list[str]) -> list[str]:
    first = path.index(min(path))
    return path[first:] + path[:first]
