"""Taking a stranger's folder or tarball in: copied, bounded, regular files only."""

import os
import shutil
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from sandbox.errors import InvalidPlugin
from sandbox.limits import MEBIBYTE

MOST_FILES = 50_000
MOST_BYTES = 500 * MEBIBYTE
_LONGEST_PATH = 1_024
_SUPPLIED = ("@elizaos/core", "@ai16z/eliza")
_SKIPPED = frozenset({".git"})
_CHUNK = MEBIBYTE


class _Room:
    """Counts what is taken in."""

    def __init__(self) -> None:
        self._files = 0
        self._bytes = 0

    def take(self, size: int) -> None:
        self._files += 1
        self._bytes += size
        if self._files > MOST_FILES:
            raise InvalidPlugin(f"It has more than {MOST_FILES} files")
        if self._bytes > MOST_BYTES:
            raise InvalidPlugin(f"It takes more than {MOST_BYTES // MEBIBYTE} MiB")


def take_in(source: Path, content: Path) -> None:
    """Copy a plugin into an empty folder, which workers may then read.

    Raises:
        InvalidPlugin: it is neither folder nor tarball, too large, holds paths that lead out or
            anything but regular files, or has no manifest.
    """
    content.chmod(0o755)
    if source.is_dir():
        _copy_folder(source, content)
    elif source.is_file():
        _unpack(source, content)
    else:
        raise InvalidPlugin(f"There is no folder or file {source}")
    if not (content / "package.json").is_file():
        raise InvalidPlugin(f"{source} has no package.json")


def _copy_folder(source: Path, content: Path) -> None:
    room = _Room()
    for path, relative in _files(source):
        descriptor = _opened(path)
        if descriptor is None:
            continue
        with os.fdopen(descriptor, "rb") as file:
            room.take(os.fstat(file.fileno()).st_size)
            _write(file, content / relative)


def _files(source: Path) -> Iterator[tuple[Path, Path]]:
    """Files below a folder; links are not followed, and the host's own packages left out."""
    for folder, names, files in os.walk(source, followlinks=False):
        relative = Path(folder).relative_to(source)
        names[:] = [name for name in names if name not in _SKIPPED]
        if not _is_supplied(relative.as_posix()):
            yield from ((Path(folder, name), relative / name) for name in files)


def _opened(path: Path) -> int | None:
    """Open a regular file, without waiting for whoever writes into a pipe; None for others."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def _unpack(source: Path, content: Path) -> None:
    room = _Room()
    try:
        with tarfile.open(source, "r|*") as archive:
            for member in archive:
                _check(member, room)
                file = archive.extractfile(member) if member.isfile() else None
                relative = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                if file and relative.parts and not _is_supplied(str(relative.parent)):
                    _write(file, content / relative)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise InvalidPlugin(f"{source} is no tarball that can be read: {error}") from error


def _check(member: tarfile.TarInfo, room: _Room) -> None:
    name = member.name
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or len(name) > _LONGEST_PATH:
        raise InvalidPlugin(f"Its path {name[:100]!r} leads out of its folder")
    if not name.isprintable():
        raise InvalidPlugin(f"Its path {name[:100]!r} holds what cannot be shown")
    if not (member.isfile() or member.isdir()):
        raise InvalidPlugin(f"{name[:100]!r} is no regular file: links and devices are refused")
    room.take(member.size)


def _write(file: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as copy:  # of a file that is there twice the last counts, as in npm
        shutil.copyfileobj(file, copy, _CHUNK)


def _is_supplied(folder: str) -> bool:
    return any(f"/{folder}/".find(f"/node_modules/{name}/") >= 0 for name in _SUPPLIED)
