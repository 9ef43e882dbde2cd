"""Signals to all processes of a control group."""

import os
import signal
from contextlib import suppress

from sandbox.boundary.cgroup_v1 import CgroupV1
from sandbox.boundary.cgroup_v2 import CgroupV2


def signal_group(group: CgroupV1 | CgroupV2, number: signal.Signals) -> None:
    """Send a signal to each process, and to those that they start meanwhile."""
    signalled: set[int] = set()
    while new := set(group.pids()) - signalled:
        for pid in new:
            _signal_member(group, pid, number)
        signalled |= new


def _signal_member(group: CgroupV1 | CgroupV2, pid: int, number: signal.Signals) -> None:
    """A pid may be given to another process: what has a pidfd is the group's own, or is left."""
    with suppress(ProcessLookupError):
        process = os.pidfd_open(pid)
        try:
            if pid in group.pids():
                signal.pidfd_send_signal(process, number)
        finally:
            os.close(process)
