"""What a server shows from outside: its memory and its log."""

import re
from pathlib import Path

from tests.serving import ServerProcess

_FAULT = re.compile(
    r"^.*( ERROR | CRITICAL |never retrieved|never awaited|Unclosed|Warning:).*$", re.M
)


def resident_bytes(pid: int) -> int:
    """The memory of a process, without its children's."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M)
    assert found
    return int(found.group(1)) * 1024


class LogWatch:
    """Reads what a server's log has gained."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        self._read = len(server.log())

    def faults(self) -> list[str]:
        """What no log should hold, since the last call: each fault with the lines around it."""
        gained = self._server.log()[self._read :]
        self._read += len(gained)
        return [gained[at.start() : at.start() + 3_000] for at in _FAULT.finditer(gained)]
