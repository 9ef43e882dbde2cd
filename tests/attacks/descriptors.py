"""Who holds a file descriptor of a worker: nobody but itself may take one that it sends."""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from sandbox.boundary.process import IsolatedProcess
from sandbox.boundary.spawn import spawn
from sandbox.worker.worker import Worker
from tests.attacks.world.world import World

_MOST_AT_ONCE = 64


class Descriptors:
    """Looks for the output pipe of a worker in the processes that it talks to."""

    def __init__(self, worker: Worker, world: World | None) -> None:
        self._pipe = os.readlink(f"/proc/self/fd/{worker._process.stdout}")
        self._world = world

    def taken(self) -> list[str]:
        """Say who took it."""
        found = ["the host took a descriptor"] if self._held_by("self") else []
        if self._world and self._world.alive and self._held_by(str(self._world.gateway_pid)):
            found.append("the gateway took a descriptor")
        return found

    def _held_by(self, process: str) -> bool:
        """Whether a process has the worker's end of its pipe."""
        for entry in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                if os.readlink(entry) == self._pipe and entry.lstat().st_mode & stat.S_IWUSR:
                    return True
        return False


class _Greedy(socket.socket):
    """Takes descriptors along with the bytes, and keeps them."""

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        return socket.recv_fds(self, size, _MOST_AT_ONCE, flags)[0]


async def spawn_greedy(*args: Any) -> IsolatedProcess:  # noqa: ANN401 - whatever the original takes
    """Start a process whose host takes descriptors from its channel."""
    process = await spawn(*args)
    process.channel = _Greedy(fileno=process.channel.detach())
    process.channel.setblocking(False)
    return process
