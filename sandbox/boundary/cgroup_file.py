"""Reading and writing the kernel's cgroup files."""

from pathlib import Path

CPU_PERIOD_US = 100_000


def write(path: Path, value: int | str) -> None:
    """Write one value.

    Raises:
        OSError: the file is missing, not ours to write, or the kernel refuses the value.
    """
    path.write_text(str(value))


def read_counter(path: Path, name: str) -> int:
    """Read one number of a file that has a name and a number a line; 0 if it is not there."""
    lines = (line.split() for line in path.read_text().splitlines())
    return next((int(value) for key, value in lines if key == name), 0)


def remove(folder: Path) -> bool:
    """Remove a group's folder; false if it holds processes or groups."""
    try:
        folder.rmdir()
    except OSError:
        return not folder.exists()
    return True


def remove_with_parent(folder: Path) -> bool:
    """Remove a worker's folder, and the host's folder around it with the last of them."""
    gone = remove(folder)
    if gone:
        remove(folder.parent)
    return gone
