"""The browser of one worker."""

import asyncio
import logging
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable

from sandbox.boundary.cgroup import create_cgroup
from sandbox.boundary.cgroup_v1 import CgroupV1
from sandbox.boundary.cgroup_v2 import CgroupV2
from sandbox.boundary.connections import Connections, readable
from sandbox.boundary.group_signal import signal_group
from sandbox.boundary.isolation import Isolation
from sandbox.boundary.process import IsolatedProcess
from sandbox.boundary.seccomp import browser_program
from sandbox.boundary.spawn import begin
from sandbox.browser.chromium import Chromium
from sandbox.browser.policy import policy
from sandbox.browser.profile import LIMITS, browser_command
from sandbox.egress.door import Door
from sandbox.egress.folder import make_folder
from sandbox.errors import SandboxError
from sandbox.limits import MEBIBYTE
from sandbox.worker.output import OutputPipe

log = logging.getLogger(__name__)
_SHORTEST_LIFE_SECONDS = 1.0
_MOST_PRINTED_BYTES = 16 * MEBIBYTE


class Browser:
    """Started by the first connection to its socket, which only its worker can reach.

    The host reads nothing of what goes over these connections: the socket is the browser's own.
    Where the browser ended, the next connection starts it again.
    """

    def __init__(self, isolation: Isolation, chromium: Chromium, door: Door | None) -> None:
        self._isolation = isolation
        self._chromium = chromium
        self._door = door
        self._folder = make_folder()
        self.socket = self._folder / "browser"
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(os.fspath(self.socket))
        self._listening.listen()
        self._group: CgroupV1 | CgroupV2 | None = None
        self._stopped = False
        self._keeping = asyncio.create_task(self._keep())

    def stop(self) -> None:
        """Let all of it do nothing until it is resumed."""
        self._stopped = True
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._stopped = False
        self._signal(signal.SIGCONT)

    async def close(self) -> None:
        """Kill it and wait until nothing is left of it."""
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        self._listening.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _keep(self) -> None:
        while True:
            await readable(self._listening.fileno())
            began = time.monotonic()
            try:
                await self._live()
            except (SandboxError, OSError):
                log.exception("a browser could not be started")
            if time.monotonic() - began < _SHORTEST_LIFE_SECONDS:
                await asyncio.sleep(_SHORTEST_LIFE_SECONDS)

    async def _live(self) -> None:
        """One life, from a connection that waits to the end of its process."""
        self._group = group = create_cgroup(LIMITS)
        try:
            process = await self._start(group)
            if self._stopped:
                self.stop()
            tell = _teller(process)
            pipes = [OutputPipe(end, tell) for end in (process.stdout, process.stderr)]
            try:
                await process.wait()
            finally:
                process.kill()
                await process.wait()
                self._group = None
                process.channel.close()
                for pipe in pipes:
                    pipe.close()
                await process.remove_group()
        finally:
            self._group = None

    async def _start(self, group: CgroupV1 | CgroupV2) -> IsolatedProcess:
        known = policy(self._door.authority if self._door else None)
        with Connections(browser_program(), policy=known) as ends:
            ends.passed["listening"] = self._listening.fileno()
            command = browser_command(self._isolation, self._chromium, ends.passed, self._door)
            return await begin(command, ends, LIMITS, group)

    def _signal(self, number: signal.Signals) -> None:
        if self._group is not None:
            signal_group(self._group, number)


def _teller(process: IsolatedProcess) -> Callable[[str, int], None]:
    """Log what a browser prints; one that floods its host is killed."""
    left = _MOST_PRINTED_BYTES

    def tell(line: str, size: int) -> None:
        nonlocal left
        left -= size
        log.debug("a browser printed: %s", line)
        if left < 0:
            process.kill()

    return tell
