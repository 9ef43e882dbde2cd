"""Starting an isolated process under its limits."""

import subprocess
from contextlib import ExitStack
from pathlib import Path

from sandbox.boundary.cgroup import create_cgroup
from sandbox.boundary.connections import Connections
from sandbox.boundary.isolation import WORKER, Isolation
from sandbox.boundary.process import IsolatedProcess
from sandbox.boundary.resource_group import ResourceGroup
from sandbox.boundary.rlimit import RlimitGroup, set_common_rlimits
from sandbox.boundary.seccomp import seccomp_program
from sandbox.egress.door import Door
from sandbox.errors import ArtifactMissing
from sandbox.limits import Limits


async def spawn(
    isolation: Isolation,
    artifact: Path,
    limits: Limits,
    door: Door | None = None,
    program: str = WORKER,
    browser: Path | None = None,
) -> IsolatedProcess:
    """Start a worker's process.

    It can connect to its door and to the socket of its browser, if it has any, and to nothing else.

    Raises:
        ArtifactMissing: the folder holds no package.
        IsolationUnavailable: bubblewrap cannot set the isolation up here.
    """
    if not (artifact / "package.json").is_file():
        raise ArtifactMissing(artifact)
    connecting = door is not None or browser is not None
    authority = door.authority.encode() if door else b""
    with Connections(seccomp_program(connecting=connecting), authority=authority) as ends:
        command = isolation.command(
            artifact, limits, ends.passed, door=door, program=program, browser=browser
        )
        return await begin(command, ends, limits, _resource_group(limits))


async def begin(
    command: list[str], ends: Connections, limits: Limits, group: ResourceGroup
) -> IsolatedProcess:
    """Start what a command of bubblewrap isolates.

    It joins its limits before its first instruction.

    Raises:
        IsolationUnavailable: bubblewrap cannot set the isolation up here; the group is gone.
    """
    with ExitStack() as undo:
        undo.callback(group.remove)
        monitor = _start(command, ends)
        undo.callback(_end, monitor)
        pid = await ends.read_pid()
        group.add(pid)
        set_common_rlimits(pid, limits)
        ends.hand_over()
        undo.pop_all()
    return IsolatedProcess(monitor, pid, group, ends)


def _start(command: list[str], ends: Connections) -> "subprocess.Popen[bytes]":
    """Start bubblewrap in a group of its own: Ctrl-C is for the host to act on."""
    monitor = subprocess.Popen(  # noqa: S603 - our own command line, no shell
        command,
        env={},
        stdin=subprocess.DEVNULL,
        stdout=ends.worker_stdout,
        stderr=ends.worker_stderr,
        pass_fds=tuple(ends.passed.values()),
        process_group=0,
    )
    ends.close_worker_ends()
    return monitor


def _resource_group(limits: Limits) -> ResourceGroup:
    try:
        return create_cgroup(limits)
    except OSError:
        return RlimitGroup(limits)


def _end(monitor: "subprocess.Popen[bytes]") -> None:
    monitor.kill()
    monitor.wait()
