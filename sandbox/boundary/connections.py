"""The file descriptors between the host and a process that is being started."""

import asyncio
import json
import os
import socket
from contextlib import ExitStack
from types import TracebackType

from sandbox.boundary.isolation import namespace_remedy
from sandbox.errors import IsolationUnavailable

_READ_BYTES = 4096


class Connections:
    """Both ends of everything. As a context manager it closes all that was not handed over.

    Args:
        seccomp: the program of the filter.
        files: what bubblewrap reads, by name.
    """

    def __init__(self, seccomp: bytes, **files: bytes) -> None:
        self._for_worker = ExitStack()
        self._for_host = ExitStack()
        self.channel, worker = socket.socketpair()
        self._for_host.enter_context(self.channel)
        self._for_worker.enter_context(worker)
        self.stdout, self.worker_stdout = self._pipe()
        self.stderr, self.worker_stderr = self._pipe()
        self._info, worker_info = self._pipe()
        worker_block, self._unblock = self._pipe(host_writes=True)
        self.passed = {
            "channel": worker.fileno(),
            "seccomp": self._file("seccomp", seccomp),
            "info": worker_info,
            "block": worker_block,
            **{name: self._file(name, content) for name, content in files.items()},
        }

    def __enter__(self) -> "Connections":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._for_worker.close()
        self._for_host.close()

    def close_worker_ends(self) -> None:
        """Close what the worker has inherited, so that its death shows as an end of file."""
        self._for_worker.close()

    async def read_pid(self) -> int:
        """Wait for the pid of the worker, in the host's numbering.

        Raises:
            IsolationUnavailable: bubblewrap failed.
        """
        answer = b""
        while not answer.endswith(b"}\n"):
            await readable(self._info)
            data = os.read(self._info, _READ_BYTES)
            if not data:
                problem = os.read(self.stderr, _READ_BYTES).decode(errors="replace").strip()
                raise IsolationUnavailable(problem or "bubblewrap failed", namespace_remedy())
            answer += data
        return int(json.loads(answer)["child-pid"])

    def hand_over(self) -> None:
        """Let the worker begin; from now on its host closes the channel and the output pipes."""
        os.write(self._unblock, b"1")
        os.close(self._unblock)
        os.close(self._info)
        self._for_host.pop_all()

    def _pipe(self, *, host_writes: bool = False) -> tuple[int, int]:
        reader, writer = os.pipe()
        readers, writers = self._for_host, self._for_worker
        if host_writes:
            readers, writers = writers, readers
        readers.callback(os.close, reader)
        writers.callback(os.close, writer)
        return reader, writer

    def _file(self, name: str, content: bytes) -> int:
        """A file in memory that the worker's side reads."""
        file = os.memfd_create(name)
        self._for_worker.callback(os.close, file)
        os.write(file, content)
        os.lseek(file, 0, os.SEEK_SET)
        return file


async def readable(fd: int) -> None:
    """Wait until something can be read."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(fd, _settle, ready)
    try:
        await ready
    finally:
        loop.remove_reader(fd)


def _settle(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)
