"""A control group of version 2: one folder in the unified hierarchy."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.boundary.cgroup_file import CPU_PERIOD_US, read_counter, remove_with_parent, write
from sandbox.limits import Limits

_NEEDED = {"memory", "pids"}


@dataclass(slots=True)
class CgroupV2:
    """One worker's group: ``folder`` lies two levels below a group that may have children."""

    folder: Path
    _peak: int | None = field(default=None, init=False)

    def create(self, limits: Limits) -> None:
        """Make the group's folder and write its limits.

        Raises:
            OSError: the hierarchy cannot be written, or the group above may have no children
                with limits (it holds processes itself).
        """
        _let_children_have_limits(self.folder.parent.parent)
        self.folder.parent.mkdir(exist_ok=True)
        _let_children_have_limits(self.folder.parent)
        self.folder.mkdir()
        write(self.folder / "memory.max", limits.memory_bytes)
        write(self.folder / "memory.oom.group", 1)
        write(self.folder / "pids.max", limits.pids)
        quota = f"{int(limits.cpus * CPU_PERIOD_US)} {CPU_PERIOD_US}"
        for name, value in (("memory.swap.max", "0"), ("cpu.max", quota)):
            if (self.folder / name).exists():
                write(self.folder / name, value)

    def add(self, pid: int) -> None:
        """Put a process under the limits."""
        write(self.folder / "cgroup.procs", pid)

    def pids(self) -> list[int]:
        """Give the processes of the group."""
        return [*map(int, (self.folder / "cgroup.procs").read_text().split())]

    def restart_peak(self) -> None:
        """Begin a new measurement; kernels before 6.12 go on measuring from the start."""
        self._close_peak()
        try:
            self._peak = os.open(self.folder / "memory.peak", os.O_RDWR | os.O_CLOEXEC)
            os.write(self._peak, b"0")
        except OSError:
            self._close_peak()

    def peak_memory_bytes(self) -> int:
        """Give the highest memory use since the measurement began."""
        if self._peak is not None:
            return int(os.pread(self._peak, 32, 0))
        peak = self.folder / "memory.peak"
        return int((peak if peak.exists() else self.folder / "memory.current").read_text())

    def exceeded(self) -> str | None:
        """Say whether the kernel killed a process of the group for its memory."""
        return "memory" if read_counter(self.folder / "memory.events", "oom_kill") else None

    def remove(self) -> bool:
        """Remove the folder; false while a process of the group has not ended quite yet."""
        self._close_peak()
        return remove_with_parent(self.folder)

    def _close_peak(self) -> None:
        if self._peak is not None:
            os.close(self._peak)
            self._peak = None


def _let_children_have_limits(folder: Path) -> None:
    control = folder / "cgroup.subtree_control"
    if _NEEDED.issubset(control.read_text().split()):
        return
    offered = (folder / "cgroup.controllers").read_text().split()
    wanted = sorted((_NEEDED | {"cpu"}) & set(offered) | _NEEDED)
    write(control, " ".join(f"+{each}" for each in wanted))
