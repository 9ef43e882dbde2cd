"""Whether an artefact still is what was sealed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 1 << 20


def seal_digest(content: Path) -> str:
    """The digest of an artefact's folder, as the installer's ``seal.mjs`` makes it. Blocks.

    It covers paths, executable bits and contents. Whatever is no regular file, which a sealed
    folder does not hold, changes it.
    """
    digest = hashlib.sha256()
    for path in sorted(_paths(content), key=lambda path: path.encode("utf-16-be")):
        status = (content / path).lstat()
        kind = "x" if status.st_mode & stat.S_IXUSR else "-"
        digest.update(f"{path}\0{kind}\0{_sha256(content / path, status)}\n".encode())
    return f"sha256-{digest.hexdigest()}"


def _paths(content: Path) -> Iterator[str]:
    for folder, names, files in os.walk(content):
        links = [name for name in names if Path(folder, name).is_symlink()]
        for name in (*files, *links):
            yield Path(folder, name).relative_to(content).as_posix()


def _sha256(file: Path, status: os.stat_result) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "no regular file"
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
