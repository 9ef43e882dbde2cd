"""What the system says about a process."""

from pathlib import Path

TCP_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LISTENING = "0A"


def is_running(pid: int | None) -> bool:
    """Whether the process exists and is more than an entry that nobody has read yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def tcp_listeners(pid: int) -> set[str]:
    """The sockets on which a process awaits connections from a network."""
    sockets = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [line.split() for table in TCP_TABLES for line in table.read_text().splitlines()]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENING} & sockets
