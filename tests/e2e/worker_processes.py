"""The processes that run plugins."""

from pathlib import Path


def workers_of(server: int) -> set[int]:
    """The pids of isolated Node processes below a server."""
    found: set[int] = set()
    waiting = [str(server)]
    while waiting:
        pid = waiting.pop()
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            waiting += [
                child for task in tasks for child in (task / "children").read_text().split()
            ]
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"/node\0"):
            found.add(int(pid))
    return found
