"""The isolation around one worker: a bubblewrap command line and its filter."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.libraries import shared_libraries
from sandbox.egress.door import Door
from sandbox.errors import IsolationUnavailable
from sandbox.limits import Limits
from sandbox.node_runtime import NODE_SOURCES, node_binary

BUBBLEWRAP_REMEDY = "sudo apt-get install --yes bubblewrap"
BUILD_REMEDY = "make setup"
_CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))

WORKER, ANALYSER, BROWSER = "worker.mjs", "analyser.mjs", "browser.mjs"
_NOBODY = "65534"
BUNDLE = NODE_SOURCES / "dist"
DEVICES = ("/dev/null", "/dev/urandom")
_SCRATCH = "/scratch"
EGRESS_SOCKET = "/egress/socket"
_TRUSTED = "/egress/authority.pem"
_BROWSER = "/browser/socket"
_ENVIRONMENT = {"HOME": _SCRATCH, "TMPDIR": _SCRATCH, "PATH": "/", "NODE_ENV": "production"}

# Node reads its code cache only where it may write, too. The mount says that it may not.
_CACHE = "/worker/cache"
# Depth only: the boundary is the operating system. What these deny (child processes, native
# add-ons, the inspector) then fails with an error that says why.
_READABLE = ("/plugin", "/worker", "/egress/*", _SCRATCH, "/tmp", *DEVICES)  # noqa: S108 - inside the worker
_WRITABLE = (_SCRATCH, "/tmp", "/dev/null", _CACHE)  # noqa: S108 - inside the worker
_PERMISSIONS = (
    "--permission",
    *(f"--allow-fs-read={path}" for path in _READABLE),
    *(f"--allow-fs-write={path}" for path in _WRITABLE),
    "--allow-worker",
)
_NODE_FLAGS = (
    *_PERMISSIONS,
    "--disable-proto=delete",
    "--disable-sigusr1",
    "--disable-warning=SecurityWarning",
    "--max-semi-space-size=8",
)


_APPARMOR = Path("/sys/kernel/security/apparmor")
_OTHER_RUNTIMES = "or run it under gVisor or Kata Containers: docs/operations.md"


def namespace_remedies() -> str:
    """Give every way to namespaces on this machine, the best first."""
    ways = [namespace_remedy()]
    if not _in_container() and _APPARMOR.exists():
        ways.insert(0, "give bwrap the AppArmor profile of docs/operations.md")
    return ", ".join([*ways, _OTHER_RUNTIMES])


def namespace_remedy() -> str:
    """Give the command that lets bubblewrap make namespaces on this machine."""
    if _in_container():
        options = ("seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined")
        return "docker run " + " ".join(f"--security-opt {option}" for option in options) + " ..."
    settings = ("unprivileged_userns_clone=1", "apparmor_restrict_unprivileged_userns=0")
    return "sudo sysctl -e -w " + " ".join(f"kernel.{setting}" for setting in settings)


def _in_container() -> bool:
    return any(mark.exists() for mark in _CONTAINER_MARKS)


@dataclass(frozen=True, slots=True)
class Isolation:
    """Where the parts of an isolated worker are on this machine."""

    bubblewrap: Path
    node: Path
    libraries: tuple[Path, ...]

    @classmethod
    def find(cls) -> "Isolation":
        """Find the parts.

        Raises:
            IsolationUnavailable: one is missing.
        """
        bubblewrap = shutil.which("bwrap")
        if bubblewrap is None:
            raise IsolationUnavailable("bubblewrap is not installed", BUBBLEWRAP_REMEDY)
        if not all((BUNDLE / program).exists() for program in (WORKER, ANALYSER, BROWSER)):
            raise IsolationUnavailable("the worker's code is not built", BUILD_REMEDY)
        node = node_binary()
        return cls(Path(bubblewrap), node, shared_libraries(node))

    def command(
        self,
        artifact: Path,
        limits: Limits,
        ends: Mapping[str, int],
        *,
        door: Door | None = None,
        program: str = WORKER,
        browser: Path | None = None,
    ) -> list[str]:
        """Give the command that starts a program of the bundle on an artefact.

        Args:
            artifact: what it finds at ``/plugin``.
            limits: what it may use.
            ends: file descriptors by name: the worker's end of its ``channel``, the ``seccomp``
                program, where bubblewrap writes the worker's pid (``info``), what it waits on
                before the worker begins (``block``), and the certificate that a worker with a
                door trusts (``authority``).
            door: its way to the network.
            program: a file of the bundle.
            browser: the socket of its browser.
        """
        ways = _way_out(door, ends["authority"]) if door else []
        if browser is not None:
            ways += ["--ro-bind", str(browser), _BROWSER]
        return [
            str(self.bubblewrap),
            *(NAMESPACES if limits.user_namespace else _REDUCED),
            *self._mounts(artifact, limits, ways),
            *(part for pair in _ENVIRONMENT.items() for part in ("--setenv", *pair)),
            *("--seccomp", str(ends["seccomp"])),
            *("--info-fd", str(ends["info"]), "--block-fd", str(ends["block"])),
            "--",
            *self._started(limits, ends, program),
        ]

    def _started(self, limits: Limits, ends: Mapping[str, int], program: str) -> list[str]:
        """What runs inside, as a command there."""
        return [
            "/node",
            f"--max-old-space-size={limits.heap_mebibytes}",
            *_NODE_FLAGS,
            f"/worker/{program}",
            str(ends["channel"]),
            str(limits.message_bytes),
        ]

    def _mounts(self, artifact: Path, limits: Limits, way_out: list[str]) -> list[str]:
        """Only what a worker reads, read-only; one scratch folder in memory."""
        folders = [(BUNDLE, "/worker"), (artifact.resolve(), "/plugin")]
        mounts = read_only([*self.programs, *folders])
        return [*mounts, *way_out, *devices_and_scratch(limits)]

    @property
    def programs(self) -> list[tuple[Path, str]]:
        """What can be executed inside, and where it is there."""
        return [(self.node, "/node"), *((path, str(path)) for path in self.libraries)]


def _way_out(door: Door, authority: int) -> list[str]:
    """Show a worker its own door and whom to trust behind it."""
    return [
        *("--ro-bind", str(door.socket), EGRESS_SOCKET),
        *("--ro-bind-data", str(authority), _TRUSTED),
        *("--setenv", "NODE_EXTRA_CA_CERTS", _TRUSTED),
    ]


def read_only(files: Iterable[tuple[Path, str]]) -> list[str]:
    """Mount files and folders, each at a place inside."""
    return [
        part for source, target in files for part in ("--ro-bind", str(source.resolve()), target)
    ]


def devices_and_scratch(limits: Limits) -> list[str]:
    """Give what comes last: a folder in memory, where the usual temporary folder is too, and
    nothing else that can be written.
    """
    devices = [part for each in DEVICES for part in ("--dev-bind", each, each)]
    tmpfs = ["--perms", "0700", "--size", str(limits.scratch_bytes), "--tmpfs", _SCRATCH]
    shown = ["--symlink", _SCRATCH, "/tmp", "--chdir", _SCRATCH]  # noqa: S108 - a path inside
    return [*devices, *tmpfs, *shown, "--remount-ro", "/"]


NAMESPACES = (
    *("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
    *("--unshare-cgroup-try", "--disable-userns", "--uid", _NOBODY, "--gid", _NOBODY),
    *("--hostname", "worker", "--cap-drop", "ALL", "--clearenv", "--new-session"),
    *("--die-with-parent", "--as-pid-1"),
)
_OF_USERS = ("--unshare-user", "--disable-userns", "--uid", "--gid", _NOBODY)
_REDUCED = tuple(part for part in NAMESPACES if part not in _OF_USERS)
