"""Whose execution is taken next."""

from collections import Counter
from collections.abc import Iterable


class GroupTurns:
    """Shares an executor out between groups.

    Next is the group that runs the fewest executions here; among equals the one that waits
    longest since its last turn. So a group that asks for much makes another wait for one
    execution to end, however high its priorities are: these order its own alone.
    """

    def __init__(self) -> None:
        self._running: dict[str, str] = {}
        self._order: dict[str, None] = {}

    def next(self, waiting: Iterable[str]) -> str | None:
        """Give the group whose turn it is; None where none waits."""
        known = set(waiting)
        self._order = {group: None for group in self._order if group in known}
        self._order |= dict.fromkeys(sorted(known - self._order.keys()))
        counts = Counter(self._running.values())
        return min(self._order, key=lambda group: counts[group], default=None)

    def begin(self, execution: str, group: str) -> None:
        """Count an execution, and put its group behind those that wait."""
        self._running[execution] = group
        self._order.pop(group, None)
        self._order[group] = None

    def end(self, execution: str) -> None:
        """Count an execution no longer."""
        self._running.pop(execution, None)
