"""Limits of the process itself: what is left where no cgroup can be written."""

import asyncio
import os
import resource
import signal
from pathlib import Path

from sandbox.limits import MEBIBYTE, Limits

_POLL_SECONDS = 0.05
_RESERVED_BYTES = 2048 * MEBIBYTE  # what V8 maps for each thread and hardly uses
_OPEN_FILES = 1024
_LOW_PRIORITY = 10


def set_common_rlimits(pid: int, limits: Limits) -> None:
    """Set what every worker gets: no core dumps, bounded open files and file sizes."""
    for which, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.scratch_bytes),
    ):
        resource.prlimit(pid, which, (value, value))


class RlimitGroup:
    """Holds a process to its limits by its own resource limits, and by watching its memory.

    The memory it really uses is polled: a limit on address space breaks V8.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pid = self._pidfd = -1
        self._peak = 0
        self._exceeded: str | None = None
        self._timer: asyncio.TimerHandle | None = None

    def add(self, pid: int) -> None:
        """Put a process under the limits and begin to watch it."""
        limits = self._limits
        for which, value in (
            (resource.RLIMIT_DATA, limits.memory_bytes + _RESERVED_BYTES),
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_NPROC, limits.pids),
        ):
            resource.prlimit(pid, which, (value, value))
        os.setpriority(os.PRIO_PROCESS, pid, _LOW_PRIORITY)
        self._pid, self._pidfd = pid, os.pidfd_open(pid)
        self._watch()

    def restart_peak(self) -> None:
        """Begin a new measurement of the highest memory use."""
        self._peak = 0

    def peak_memory_bytes(self) -> int:
        """Give the highest memory use that was seen since the measurement began."""
        self._measure()
        return self._peak

    def exceeded(self) -> str | None:
        """Say which limit the process died of, as far as it was seen."""
        return self._exceeded

    def remove(self) -> bool:
        """Stop watching."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        return True

    def _watch(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_POLL_SECONDS, self._watch)
        if self._measure() > self._limits.memory_bytes:
            self._exceeded = "memory"
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _measure(self) -> int:
        try:
            pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            return 0
        used = pages * resource.getpagesize()
        self._peak = max(self._peak, used)
        return used
