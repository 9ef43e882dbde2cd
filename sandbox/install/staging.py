"""Folders in which artefacts are assembled, and which never outlive their assembly."""

import asyncio
import fcntl
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.install.file_system import remove_tree

_GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Staging:
    """One assembly in progress.

    Attributes:
        folder: removed at the end, with everything in it.
        lock: descriptor that marks the folder as in use for as long as anybody holds it.
    """

    folder: Path
    lock: int

    @property
    def artifact(self) -> Path:
        """What becomes the artefact: its content and its metadata."""
        return self.folder / "artifact"

    @property
    def content(self) -> Path:
        """The part of the artefact that a worker sees."""
        return self.artifact / "content"

    @property
    def project(self) -> Path:
        """Where the dependencies are resolved and unpacked."""
        return self.folder / "project"


@asynccontextmanager
async def staging_folder(parent: Path) -> AsyncIterator[Staging]:
    """A locked folder below ``parent``; gone at the end, whatever happens."""
    staging = _create(parent)
    try:
        yield staging
    finally:
        await asyncio.to_thread(_discard, staging)


def sweep_staging(parent: Path) -> None:
    """Remove the folders of processes that died; one that stays locked is at work.

    Blocks for up to a second: the child of a host that was killed needs a moment to die too.
    """
    deadline = time.monotonic() + _GRACE_SECONDS
    while _sweep_once(parent) and time.monotonic() < deadline:
        time.sleep(_GRACE_SECONDS / 10)


def _sweep_once(parent: Path) -> int:
    """Remove what is not locked; the number of folders that are."""
    with _locked(parent):
        found = [(folder, _try(folder)) for folder in parent.iterdir()]
    for folder, lock in found:
        if lock is not None:
            _discard(Staging(folder, lock))
    return sum(lock is None for _, lock in found)


def _create(parent: Path) -> Staging:
    with _locked(parent):  # else a sweep could take the folder before its lock is held
        folder = Path(tempfile.mkdtemp(dir=parent))
        staging = Staging(folder, os.open(folder, os.O_RDONLY))
        fcntl.flock(staging.lock, fcntl.LOCK_EX)
    staging.content.mkdir(parents=True)
    return staging


def _discard(staging: Staging) -> None:
    try:
        remove_tree(staging.folder)
    finally:
        os.close(staging.lock)


def _try(folder: Path) -> int | None:
    """The descriptor that locks a folder, or nothing where somebody else holds it."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
