"""A control group of version 1: a folder in each controller's own hierarchy."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.cgroup_file import CPU_PERIOD_US, read_counter, remove_with_parent, write
from sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class CgroupV1:
    """One worker's group: ``folders`` has one for ``memory``, ``pids`` and ``cpu``."""

    folders: dict[str, Path]

    def create(self, limits: Limits) -> None:
        """Make the group's folders and write its limits.

        Raises:
            OSError: a hierarchy cannot be written.
        """
        for folder in self.folders.values():
            folder.mkdir(parents=True)
        memory, cpu = self.folders["memory"], self.folders["cpu"]
        write(memory / "memory.limit_in_bytes", limits.memory_bytes)
        write(memory / "memory.swappiness", 0)
        if (memory / "memory.memsw.limit_in_bytes").exists():
            write(memory / "memory.memsw.limit_in_bytes", limits.memory_bytes)
        write(self.folders["pids"] / "pids.max", limits.pids)
        write(cpu / "cpu.cfs_period_us", CPU_PERIOD_US)
        write(cpu / "cpu.cfs_quota_us", int(limits.cpus * CPU_PERIOD_US))

    def add(self, pid: int) -> None:
        """Put a process under the limits."""
        for folder in self.folders.values():
            write(folder / "cgroup.procs", pid)

    def pids(self) -> list[int]:
        """Give the processes of the group."""
        return [*map(int, (self.folders["pids"] / "cgroup.procs").read_text().split())]

    def restart_peak(self) -> None:
        """Begin a new measurement of the highest memory use."""
        write(self.folders["memory"] / "memory.max_usage_in_bytes", 0)

    def peak_memory_bytes(self) -> int:
        """Give the highest memory use since the measurement began."""
        return int((self.folders["memory"] / "memory.max_usage_in_bytes").read_text())

    def exceeded(self) -> str | None:
        """Say whether the kernel killed a process of the group for its memory."""
        killed = read_counter(self.folders["memory"] / "memory.oom_control", "oom_kill")
        return "memory" if killed else None

    def remove(self) -> bool:
        """Remove the folders; false while a process of the group has not ended quite yet."""
        gone = [remove_with_parent(folder) for folder in self.folders.values()]
        return all(gone)
