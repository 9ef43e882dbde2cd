"""The hosts that an owner allowed."""

from collections.abc import Iterable

from sandbox.egress.destination import USUAL_PORTS, Destination, canonical_host
from sandbox.egress.refusal import Refused

_BELOW = "*."


def canonical_pattern(pattern: str) -> str:
    """The one spelling of a pattern: lower case, ASCII, no final dot.

    Raises:
        Refused: it names no host.
    """
    wide = _BELOW if pattern.startswith(_BELOW) else ""
    text = pattern.removeprefix(_BELOW)
    try:
        return f"{wide}{Destination.parse(text)}"
    except Refused:
        return f"{wide}{canonical_host(text)}"


class AllowList:
    """Patterns: ``api.example.com`` (ports 80 and 443), ``api.example.com:8443`` and
    ``*.example.com`` (any name below it).
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._exact: set[tuple[str, int]] = set()
        self._below: set[tuple[str, int]] = set()
        for pattern in patterns:
            self._add(pattern)

    def allows(self, destination: Destination) -> bool:
        """Say whether requests may go there."""
        if (destination.host, destination.port) in self._exact:
            return True
        labels = destination.host.split(".")
        parents = (".".join(labels[n:]) for n in range(1, len(labels)))
        return any((parent, destination.port) in self._below for parent in parents)

    def _add(self, pattern: str) -> None:
        wide = pattern.startswith(_BELOW)
        text = pattern.removeprefix(_BELOW)
        kept = self._below if wide else self._exact
        try:
            named = Destination.parse(text)
        except Refused:
            kept.update((canonical_host(text), port) for port in USUAL_PORTS)
        else:
            kept.add((named.host, named.port))
