"""What holds one worker to its limits, whatever this machine offers for it."""

from typing import Protocol


class ResourceGroup(Protocol):
    """A cgroup, or where none can be had, limits of the process itself."""

    def add(self, pid: int) -> None:
        """Put a process, which has not begun its work, under the limits."""

    def restart_peak(self) -> None:
        """Begin a new measurement of the highest memory use."""

    def peak_memory_bytes(self) -> int:
        """Give the highest memory use since the measurement began."""

    def exceeded(self) -> str | None:
        """Say which limit its process died of: ``memory``, ``cpu`` or none."""

    def remove(self) -> bool:
        """Forget the group; false while a process of it has not ended quite yet."""
