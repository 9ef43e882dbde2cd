"""One isolated process: stopped, resumed, killed, and watched until nothing is left of it."""

import asyncio
import os
import signal
import subprocess
from contextlib import suppress

from sandbox.boundary.connections import Connections
from sandbox.boundary.resource_group import ResourceGroup

_REMOVE_TRIES = 200
_REMOVE_PAUSE_SECONDS = 0.01


class IsolatedProcess:
    """A worker's process and the host's ends of what it is connected by.

    Args:
        monitor: bubblewrap's own process, which ends when the worker has ended.
        pid: the worker, in the host's numbering.
        group: what holds the worker to its limits.
        ends: what the worker is connected by; whoever uses an end of the host closes it.
    """

    def __init__(
        self,
        monitor: "subprocess.Popen[bytes]",
        pid: int,
        group: ResourceGroup,
        ends: Connections,
    ) -> None:
        self.pid = pid
        self.group = group
        self.channel = ends.channel
        self.stdout = ends.stdout
        self.stderr = ends.stderr
        self._monitor = monitor
        # A pid may be given to another process; a pidfd never means any but this one.
        self._worker_fd = os.pidfd_open(pid)
        self._monitor_fd = os.pidfd_open(monitor.pid)
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(self._monitor_fd, self._on_end)

    def stop(self) -> None:
        """Let the process do nothing until it is resumed."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let the process go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """Kill the process."""
        self._signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait until the process has ended and give its exit status.

        A status over 128 is 128 and the number of the signal that ended it.
        """
        return await asyncio.shield(self._ended)

    async def remove_group(self) -> None:
        """Remove the process's group, which the kernel may hold on to for a moment."""
        for _ in range(_REMOVE_TRIES):
            if self.group.remove():
                break
            await asyncio.sleep(_REMOVE_PAUSE_SECONDS)

    def _signal(self, number: signal.Signals) -> None:
        if self._worker_fd < 0:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._worker_fd, number)

    def _on_end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._monitor_fd)
        os.close(self._monitor_fd)
        self.kill()
        os.close(self._worker_fd)
        self._worker_fd = -1
        self._ended.set_result(self._monitor.wait())
