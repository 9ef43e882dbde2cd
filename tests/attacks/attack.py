"""What a hostile plugin tries."""

from collections.abc import Mapping
from dataclasses import dataclass

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile plugin.

    Attributes:
        category: of what kind.
        name: what it is after.
        body: JavaScript of an async function. It gets ``bait``, and returns its loot: anything
            that is not false, null or empty. What it breaks, the bait and the host notice.
        seconds: how long it may take; most end in an instant.
        aftermath: how long it is watched after its answer, in seconds.
        network: whether it was granted the network: a few hosts, and secrets. It returns true for
            loot then; all else that it returns is looked through for secrets.
    """

    category: str
    name: str
    body: str
    seconds: float = SECONDS
    aftermath: float = 0
    network: bool = False

    @property
    def title(self) -> str:
        """Its kind and its name."""
        return f"{self.category}: {self.name}"


def attacks(
    category: str,
    bodies: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    aftermath: float = 0,
    network: bool = False,
) -> tuple[Attack, ...]:
    """Make the attacks of a category that have the same terms."""
    return tuple(
        Attack(category, name, body, seconds, aftermath, network) for name, body in bodies.items()
    )
