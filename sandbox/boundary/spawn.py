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
from sandbox.egress.door import Door
from sandbox.errors import ArtifactMissing
from sandbox.limits import Limits


async def spawn(
    isolation: Isolation,
    artifact: Path,
    limits: Limits,
    door: Door | None = None,
    program: str = WORKER,
) -> IsolatedProcess:
    """Start a worker's process; it joins its limits before its first instruction.

    With a door it can connect to that, and to nothing else.

    Raises:
        ArtifactMissing: the folder holds no package.
        IsolationUnavailable: bubblewrap cannot set the isolation up here.
    """
    if not (artifact / "package.json").is_file():
        raise ArtifactMissing(artifact)
    with ExitStack() as undo:
        ends = undo.enter_context(Connections(door))
        group = _resource_group(limits)
        undo.callback(group.remove)
        command = isolation.command(artifact, limits, ends.passed, door=door, program=program)
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
