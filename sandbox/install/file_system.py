"""The few file operations that a crash must not tear apart."""

import ctypes
import os
import shutil
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)


def sync_file_system(path: Path) -> None:
    """Bring everything on the file system of ``path`` to disk.

    One call for a whole tree: syncing twenty thousand small files one by one takes seconds.
    """
    folder = os.open(path, os.O_RDONLY)
    try:
        if _libc.syncfs(folder) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(folder)


def remove_tree(folder: Path) -> None:
    """Remove a folder whose folders may be read-only."""
    for parent, _, _ in os.walk(folder):
        os.chmod(parent, 0o700)
    shutil.rmtree(folder)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_link(link: Path, target: Path, scratch: Path) -> None:
    """Point a symbolic link at a target in one step, by way of a scratch folder."""
    fresh = scratch / link.name
    fresh.symlink_to(os.path.relpath(target, link.parent))
    fresh.rename(link)
    sync_folder(link.parent)
