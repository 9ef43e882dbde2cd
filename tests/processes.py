"""What the system says about processes."""

from pathlib import Path


def alive(pid: int) -> bool:
    """Whether the process exists and is more than an entry that nobody has read yet."""
    return _status(pid) not in (None, "Z", "X")


def descendants(pid: int) -> set[int]:
    """The living processes that a process started, directly or not."""
    parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found, known = set[int](), {pid}
    while known:
        known = {child for child, parent in parents.items() if parent in known}
        found |= known
    return {child for child in found if alive(child)}


def _parent(pid: int) -> int | None:
    fields = _fields(pid)
    return int(fields[1]) if fields else None


def _status(pid: int) -> str | None:
    fields = _fields(pid)
    return fields[0] if fields else None


def _fields(pid: int) -> list[str]:
    """State, parent and what follows the name in parentheses."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
