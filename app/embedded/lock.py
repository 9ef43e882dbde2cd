"""One server a data folder: a lock that ends with its holder, and says who that is."""

import fcntl
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from app.embedded.folder import private_folder
from app.errors import DataDirInUse, InvalidSetting

FILE_NAME = "server.lock"
PATIENCE_SECONDS = 0.5  # how long readers of the lock may disturb who takes it
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class RunningServer:
    """What the holder of a data folder says about itself.

    ``mongodb_uri`` and ``url`` are None until it serves.
    """

    pid: int
    started_at: str
    mongodb_uri: str | None = None
    url: str | None = None


class DataDirLock:
    """Holds a data folder for this process; the system lets go when the process ends."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._descriptor: int | None = None
        self._started_at = datetime.now(UTC).isoformat(timespec="seconds")

    def acquire(self) -> None:
        """Take the folder, creating it for its owner alone.

        Raises:
            DataDirInUse: another process holds it; names that process.
            InsecurePermissions: others may enter the folder.
            InvalidSetting: the folder cannot be used.
        """
        path = private_folder(self._data_dir) / FILE_NAME
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock_patiently(descriptor):
            os.close(descriptor)
            raise _in_use(self._data_dir)
        self._descriptor = descriptor
        self.publish()

    def publish(self, mongodb_uri: str | None = None, url: str | None = None) -> None:
        """Tell commands on this machine where to reach what this process serves."""
        if self._descriptor is None:
            raise RuntimeError("only the holder of the lock can publish")
        server = RunningServer(os.getpid(), self._started_at, mongodb_uri, url)
        text = orjson.dumps(server)
        os.pwrite(self._descriptor, text, 0)
        os.ftruncate(self._descriptor, len(text))

    def release(self) -> None:
        """Let go of the folder; does nothing when it is not held."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def read_running(data_dir: Path) -> RunningServer | None:
    """Who holds ``data_dir``, or None when nobody does.

    Raises:
        InvalidSetting: the folder belongs to somebody else.
    """
    try:
        descriptor = os.open(data_dir / FILE_NAME, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise InvalidSetting(
            f"ONE_DATA_DIR: {data_dir} may not be read by you.",
            "Run this as the user who runs the server, or set ONE_DATA_DIR to a folder of yours.",
        ) from error
    try:
        return _holder(descriptor)
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> RunningServer | None:
    while not _lock(descriptor, fcntl.LOCK_SH):
        try:
            return RunningServer(**orjson.loads(os.pread(descriptor, 65536, 0)))
        except orjson.JSONDecodeError:  # read while being written
            time.sleep(PAUSE_SECONDS)
    return None


def _lock_patiently(descriptor: int) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _lock(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


def _lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _in_use(data_dir: Path) -> DataDirInUse:
    holder = read_running(data_dir)
    who = f"process {holder.pid}" if holder else "another process"
    return DataDirInUse(
        f"{data_dir} is in use by {who}.",
        (f"Stop it with: kill {holder.pid}, or set" if holder else "Set")
        + " ONE_DATA_DIR to another folder.",
    )
