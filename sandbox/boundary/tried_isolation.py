"""An isolation that was seen to work."""

from dataclasses import dataclass

from sandbox.boundary.isolation import Isolation
from sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class TriedIsolation:
    """An isolation in which a worker has run under these limits, on this machine.

    Only who has started such a worker makes one: ``try_isolation`` and ``self_test``.
    """

    isolation: Isolation
    limits: Limits
