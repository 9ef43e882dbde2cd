"""How much an installation may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstallLimits:
    """What goes over ends the installation before it is written to disk.

    Attributes:
        bytes: unpacked size of the plugin and its dependencies.
        files: their number together.
        packages: number of dependencies, the whole tree counted.
        seconds: from start to artefact.
    """

    bytes: int = 2_000_000_000
    files: int = 200_000
    packages: int = 3_000
    seconds: float = 300.0
