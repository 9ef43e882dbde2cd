"""Watching a worker's process from outside while it is attacked."""

import asyncio
import os
from pathlib import Path
from types import TracebackType

from sandbox.limits import MEBIBYTE, Limits

_STEP = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEMORY_SLACK = 64 * MEBIBYTE  # pages of shared files count as resident, too
_CPU_SLACK = 1.5
_LATE_CPU_SECONDS = 0.15
_HOST_STALL_SECONDS = 3.0


class Watch:
    """Measures memory, processor time and threads of one process, and how the host feels."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self.exceeded: list[str] = []
        self._process = Path(f"/proc/{pid}")
        self._limits = limits
        self._memory = self._threads = 0
        self._stall = 0.0
        self._cpu = 0.0
        self._began = asyncio.get_running_loop().time()

    async def __aenter__(self) -> "Watch":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._judge()

    async def aftermath(self, seconds: float) -> None:
        """Watch that a process which has answered does nothing more."""
        if not seconds:
            return
        await asyncio.sleep(0.2)  # until the host has stopped it
        before = self._cpu_seconds()
        await asyncio.sleep(seconds)
        used = self._cpu_seconds() - before
        if used > _LATE_CPU_SECONDS:
            self.exceeded.append(f"{used:.2f} s of processor time after its answer")

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            asked = loop.time()
            await asyncio.sleep(_STEP)
            self._stall = max(self._stall, loop.time() - asked - _STEP)
            self._measure()

    def _measure(self) -> None:
        try:
            pages = int((self._process / "statm").read_text().split()[1])
            threads = len(os.listdir(self._process / "task"))
        except (OSError, IndexError):
            return
        self._memory = max(self._memory, pages * _PAGE)
        self._threads = max(self._threads, threads)
        self._cpu = max(self._cpu, self._cpu_seconds())

    def _cpu_seconds(self) -> float:
        try:
            fields = (self._process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return self._cpu
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def _judge(self) -> None:
        took = asyncio.get_running_loop().time() - self._began
        if self._memory > self._limits.memory_bytes + _MEMORY_SLACK:
            self.exceeded.append(f"{self._memory // MEBIBYTE} MiB of memory")
        if self._threads > self._limits.pids:
            self.exceeded.append(f"{self._threads} threads")
        if self._cpu > took * self._limits.cpus * _CPU_SLACK + 0.2:
            self.exceeded.append(f"{self._cpu:.1f} s of processor time in {took:.1f} s")
        if self._stall > _HOST_STALL_SECONDS:
            self.exceeded.append(f"the host stood still for {self._stall:.1f} s")
