"""The isolation around one browser: a bubblewrap command line."""

from collections.abc import Mapping
from pathlib import Path

from sandbox.boundary.isolation import (
    BROWSER,
    BUNDLE,
    EGRESS_SOCKET,
    NAMESPACES,
    Isolation,
    devices_and_scratch,
    read_only,
)
from sandbox.browser.chromium import Chromium
from sandbox.egress.door import Door
from sandbox.limits import MEBIBYTE, Limits

LIMITS = Limits(memory_bytes=1024 * MEBIBYTE, pids=512, scratch_bytes=256 * MEBIBYTE)
"""What a browser may use beside its worker, all its processes together."""

_HEAP_MEBIBYTES = 64
_KEEPER = "/browser/main.mjs"
_POLICIES = "/etc/chromium/policies"
_ENVIRONMENT = {"HOME": "/scratch", "TMPDIR": "/scratch", "PATH": "/"}
_FONTS = tuple(map(Path, ("/usr/share/fonts", "/usr/share/fontconfig", "/etc/fonts")))


def browser_command(
    isolation: Isolation, chromium: Chromium, ends: Mapping[str, int], door: Door | None
) -> list[str]:
    """Give the command that starts the keeper of a browser, which starts Chromium when asked.

    Its namespaces are those of a worker. It sees its own processes, the program, fonts and
    nothing of the host or its worker; its door is its worker's.

    Args:
        isolation: where the parts are.
        chromium: what it runs.
        ends: file descriptors by name: those of a worker, and ``policy`` and ``listening``.
        door: its way to the network.
    """
    return [
        str(isolation.bubblewrap),
        *NAMESPACES,
        *read_only(_files(isolation, chromium)),
        *("--ro-bind-data", str(ends["policy"]), f"{_POLICIES}/managed/one-graph.json"),
        *("--symlink", _POLICIES, "/etc/opt/chrome/policies"),
        *(("--ro-bind", str(door.socket), EGRESS_SOCKET) if door else ()),
        *("--proc", "/proc"),
        *devices_and_scratch(LIMITS),
        *(part for pair in _ENVIRONMENT.items() for part in ("--setenv", *pair)),
        *("--seccomp", str(ends["seccomp"])),
        *("--info-fd", str(ends["info"]), "--block-fd", str(ends["block"])),
        *("--", "/node", f"--max-old-space-size={_HEAP_MEBIBYTES}", _KEEPER),
        *(str(chromium.program), str(ends["listening"])),
    ]


def _files(isolation: Isolation, chromium: Chromium) -> list[tuple[Path, str]]:
    same = [chromium.program.parent, *chromium.libraries, *filter(Path.exists, _FONTS)]
    own = [(BUNDLE / BROWSER, _KEEPER), *isolation.programs]
    return [*((path, str(path)) for path in dict.fromkeys(same)), *own]
