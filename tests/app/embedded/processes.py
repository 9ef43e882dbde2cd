"""What the system says about a process's sockets."""

from contextlib import suppress
from pathlib import Path

TCP_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LISTENING = "0A"


def tcp_listeners(pid: int) -> set[str]:
    """The sockets on which a process awaits connections from a network."""
    rows = [line.split() for table in TCP_TABLES for line in table.read_text().splitlines()]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENING} & _open_files(pid)


def _open_files(pid: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.add(str(link.readlink()))
    return found
