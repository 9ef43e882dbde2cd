"""Control groups for workers, and the removal of those that nobody needs any more."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

from sandbox.boundary.cgroup_file import remove
from sandbox.boundary.cgroup_v1 import CgroupV1
from sandbox.boundary.cgroup_v2 import CgroupV2
from sandbox.limits import Limits

_ROOT = Path("/sys/fs/cgroup")
_V1_CONTROLLERS = ("memory", "pids", "cpu")
_PREFIX = "one-graph-"


def create_cgroup(limits: Limits) -> CgroupV1 | CgroupV2:
    """Make a group for one worker, near the group this process is in.

    Raises:
        OSError: no hierarchy can be written.
    """
    name = f"{_host_folder_name()}/w-{uuid4().hex}"
    problem = OSError("this machine has no cgroup hierarchy")
    for group in _candidates(name):
        try:
            group.create(limits)
        except OSError as error:
            group.remove()
            problem = error
        else:
            return group
    raise problem


def cgroup_version() -> int:
    """Give 1 or 2: the kind of hierarchy that controls memory here."""
    return 1 if "memory" in _own_groups() else 2


def sweep_cgroups() -> None:
    """Remove the groups that host processes which have died left behind."""
    for folder in _leftovers():
        remove_host_groups(folder)


def remove_host_groups(folder: Path) -> None:
    """Remove a host process's folder of groups, as far as they hold no process."""
    for worker in folder.glob("w-*"):
        remove(worker)
    remove(folder)


def _candidates(name: str) -> Iterator[CgroupV1 | CgroupV2]:
    """Version 2 lets only groups without processes have children: ours, or the one above."""
    groups = _own_groups()
    if cgroup_version() == 1:
        yield CgroupV1({each: groups[each] / name for each in _V1_CONTROLLERS})
    elif "" in groups:
        yield CgroupV2(groups[""] / name)
        if groups[""] != _ROOT:
            yield CgroupV2(groups[""].parent / name)


@cache
def _own_groups() -> dict[str, Path]:
    """The folder of the group this process is in, by controller (``""`` is version 2)."""
    groups: dict[str, Path] = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            root = _ROOT / controller if controller else _ROOT
            groups[controller] = root / path.lstrip("/")
    return groups


def _host_folder_name() -> str:
    return f"{_PREFIX}{os.getpid()}-{_start_time(os.getpid())}"


def _start_time(pid: int) -> str:
    """When a process started, in clock ticks: a pid may be used again, the pair never is."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def _leftovers() -> Iterator[Path]:
    roots = [_ROOT / each for each in _V1_CONTROLLERS] if cgroup_version() == 1 else [_ROOT]
    for root in roots:
        for path, folders, _ in os.walk(root):
            ours = [name for name in folders if name.startswith(_PREFIX)]
            folders[:] = [name for name in folders if name not in ours]
            yield from (Path(path) / name for name in ours if not _is_host_alive(name))


def _is_host_alive(name: str) -> bool:
    match = re.fullmatch(rf"{_PREFIX}(\d+)-(\d+)", name)
    try:
        return match is not None and _start_time(int(match[1])) == match[2]
    except OSError:
        return False
