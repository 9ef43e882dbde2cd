"""A MongoDB of the server's own: one mongod, a replica set of one, under the data folder.

It listens on a Unix socket that only its owner can reach, and on no network address. It
dies with the process that started it, however that ends.
"""

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import IO, Any
from urllib.parse import quote

from app.embedded.binary import mongod_path
from app.embedded.folder import private_folder
from app.embedded.mongod_log import explain
from app.embedded.replica_set import NAME, PAUSE_SECONDS, until_writable
from app.errors import ServiceUnavailable

SOCKET = "mongod.sock"
MEMBER = f"./{SOCKET}"  # relative to mongod's folder, so that the data may be moved
LONGEST_SOCKET_PATH = 107  # bytes that a Unix socket's address can hold
OPTIONS = (
    *("--dbpath", ".", "--bind_ip", MEMBER, "--nounixsocket"),  # no further, default socket
    *("--replSet", NAME, "--oplogSize", "512", "--wiredTigerCacheSizeGB", "0.25"),
    *("--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"),
)
START_SECONDS = 60.0  # recovery after a crash can take long; a first start takes under one
STOP_SECONDS = 2.5
FORMER_SECONDS = 5.0
PATIENCE_SECONDS = 1.0


class EmbeddedMongod:
    """mongod with its data in ``<data_dir>/mongodb`` and its log in ``<data_dir>/log``."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._folder = data_dir / "mongodb"
        self._log = data_dir / "log" / "mongod.log"
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process, or None when it does not run."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    async def start(self) -> str:
        """Start mongod and return its URI once it takes writes.

        Call it on the main thread: mongod ends with the thread that started it. The task that
        calls it is cancelled when mongod ends by itself; ``stop`` then says why.

        Raises:
            ServiceUnavailable: it did not start; quotes its log.
            InsecurePermissions: others may enter its folders.
            InvalidSetting: the data folder cannot be used.
        """
        for folder in (self._data_dir, self._folder, self._log.parent):
            private_folder(folder)
        await self._until_free()
        self._process = await self._spawn()
        try:
            uri = await self._until_writable(self._process)
        except BaseException:
            await _end(self._process)
            raise
        watch = _cancel_when_ended(self._process, asyncio.current_task())
        self._watch = asyncio.create_task(watch, name="mongod watch")
        return uri

    async def stop(self) -> None:
        """End mongod gracefully, or after 2.5 s by force; does nothing when it does not run.

        Raises:
            ServiceUnavailable: it had ended by itself; quotes its log.
        """
        watch, process = self._watch, self._process
        if watch is None or process is None:
            return
        self._watch = None
        watch.cancel()
        if process.returncode is not None:
            raise explain(self._log, f"ended with {_status(process.returncode)}")
        await _end(process)

    async def _until_free(self) -> None:
        """Let the mongod of a server that was killed a moment ago finish dying."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FORMER_SECONDS):
                while _is_locked(self._folder / "mongod.lock"):  # noqa: ASYNC110 - nothing signals it
                    await asyncio.sleep(PAUSE_SECONDS)

    async def _spawn(self) -> asyncio.subprocess.Process:
        command = ("setpriv", "--pdeathsig", "KILL", "--", mongod_path(), *OPTIONS)
        with _open_new(self._log) as log:
            try:
                return await asyncio.create_subprocess_exec(
                    *command,
                    cwd=self._folder,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is for the server, which stops mongod last
                )
            except FileNotFoundError as error:
                mend = "apt-get install util-linux"
                raise ServiceUnavailable("The command setpriv is missing.", mend) from error

    async def _until_writable(self, process: asyncio.subprocess.Process) -> str:
        socket = self._socket(process.pid)
        uri = f"mongodb://{quote(socket, safe='')}/?directConnection=true"
        writable = asyncio.create_task(until_writable(uri, socket, MEMBER))
        ended = asyncio.create_task(process.wait())
        tasks = {writable, ended}
        try:
            await asyncio.wait(tasks, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not writable.done():
                raise explain(self._log, "did not start")
            await writable
            return uri
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _socket(self, pid: int) -> str:
        path = str(self._folder / SOCKET)
        fits = len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
        return path if fits else f"/proc/{pid}/cwd/{SOCKET}"


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    try:
        process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _cancel_when_ended(
    process: asyncio.subprocess.Process, user: "asyncio.Task[Any] | None"
) -> None:
    await process.wait()
    while user is not None:
        user.cancel()
        await asyncio.sleep(PATIENCE_SECONDS)  # it may wait for mongod once more while it cleans up


def _status(code: int) -> str:
    return f"exit code {code}" if code >= 0 else Signals(-code).name


def _is_locked(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _open_new(log: Path) -> IO[bytes]:
    """A new log; the last one is kept beside it, with ``.1`` at its end."""
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("wb")
