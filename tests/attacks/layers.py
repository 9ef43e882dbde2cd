"""The layers around a worker, and the switch that removes one: it is here and nowhere else."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sandbox.boundary import spawn
from sandbox.boundary.isolation import Isolation
from sandbox.boundary.process import IsolatedProcess
from sandbox.scrub.scrubber import Scrubber
from sandbox.worker import worker
from sandbox.worker.channel import Channel
from tests.attacks.descriptors import spawn_greedy


class Layer(StrEnum):
    """One thing that stands between a plugin and the host."""

    MOUNTS = "minimal mounts"
    READ_ONLY = "read-only mounts"
    USER = "user namespace"
    PIDS = "process namespace"
    NETWORK = "network namespace"
    HOST = "IPC and UTS namespaces"
    ENVIRONMENT = "empty environment"
    CAPABILITIES = "capabilities"
    SECCOMP = "seccomp filter"
    NODE = "Node permissions"
    LIMITS = "resource limits"
    SCRATCH = "size of the scratch folder"
    CHANNEL = "channel rules"
    STOPPING = "stopping between calls"
    BYTES = "bytes alone"
    SPELLING = "one spelling of hosts"
    ALLOW_LIST = "allow list"
    ADDRESSES = "address policy"
    RESOLUTION = "single resolution"
    READING = "reading of requests"
    RULES = "request rules"
    RATES = "rates"
    METER = "byte meter"
    BINDING = "secrets bound to hosts"
    TLS = "secrets over TLS only"
    ANSWERS = "scrubbing of answers"
    SCRUBBING = "scrubbing of what leaves"
    RECORDS = "scrubbing of records"


Command = list[str]


@contextmanager
def without(layers: Iterable[Layer]) -> Iterator[None]:
    """Start workers without these layers, and let the host do without them.

    Those of the gateway are removed in its process: ``world.gateway_layers``.
    """
    with ExitStack() as patches:
        for layer in layers:
            patches.enter_context(_REMOVALS.get(layer, nullcontext)())
        yield


@contextmanager
def _command(change: Callable[[Command], Command]) -> Iterator[None]:
    whole = Isolation.command

    def command(isolation: Isolation, *args: Any, **kwargs: Any) -> Command:  # noqa: ANN401 - whatever the original takes
        return change(whole(isolation, *args, **kwargs))

    with patch.object(Isolation, "command", command):
        yield


def _dropping(*flags: str, values: int = 0) -> Callable[[Command], Command]:
    """Leave out flags of bubblewrap or Node, each with so many values behind it."""

    def drop(command: Command) -> Command:
        kept: Command = []
        skip = 0
        for part in command:
            if skip:
                skip -= 1
            elif part.split("=")[0] in flags:
                skip = values
            else:
                kept.append(part)
        return kept

    return drop


def _with_host_files(command: Command) -> Command:
    """Show every folder of the host, writable, below the worker's own."""
    shown: Command = []
    for entry in sorted(Path("/").iterdir()):
        if entry.is_symlink():
            shown += ["--symlink", os.readlink(entry), str(entry)]
        elif entry.name == "proc":
            shown += ["--proc", "/proc"]
        elif entry.name == "dev":
            shown += ["--dev-bind", "/dev", "/dev"]
        elif entry.is_dir() and entry.name != "tmp":
            shown += ["--bind", str(entry), str(entry)]
    shown += ["--bind", "/tmp", "/tmp"]  # noqa: S108 - the host's, as it is
    hidden = _dropping("--remount-ro", values=1)(command)
    at = hidden.index("--symlink")
    hidden = hidden[:at] + hidden[at + 3 :]
    return [hidden[0], *shown, *_without_libraries(hidden[1:])]


def _without_libraries(command: Command) -> Command:
    """The host's folders have them already."""
    kept: Command = []
    skip = 0
    own = ("/node", "/worker", "/plugin", "/egress")
    for at, part in enumerate(command):
        if skip:
            skip -= 1
        elif part in ("--ro-bind", "--dev-bind") and not command[at + 2].startswith(own):
            skip = 2
        else:
            kept.append(part)
    return kept


def _writable(command: Command) -> Command:
    opened = _dropping("--remount-ro", values=1)(command)
    return ["--bind" if part == "--ro-bind" else part for part in opened]


def _with_environment(command: Command) -> Command:
    given = [part for pair in os.environ.items() for part in ("--setenv", *pair)]
    at = command.index("--clearenv")
    return [*command[:at], *given, *command[at + 1 :]]


class _NoLimits:
    """Takes the place of the limits around a worker."""

    def add(self, pid: int) -> None:
        del pid

    def restart_peak(self) -> None:
        pass

    def peak_memory_bytes(self) -> int:
        return 0

    def exceeded(self) -> str | None:
        return None

    def remove(self) -> bool:
        return True


@contextmanager
def _without_limits() -> Iterator[None]:
    with (
        patch.object(spawn, "_resource_group", lambda *_: _NoLimits()),
        patch.object(spawn, "set_common_rlimits", lambda *_: None),
    ):
        yield


_USER = ("--unshare-user", "--disable-userns")

_REMOVALS: dict[Layer, Callable[[], Any]] = {
    Layer.MOUNTS: lambda: _command(_with_host_files),
    Layer.READ_ONLY: lambda: _command(_writable),
    Layer.USER: lambda: _command(
        lambda command: _dropping("--uid", "--gid", values=1)(_dropping(*_USER)(command))
    ),
    Layer.PIDS: lambda: _command(_dropping("--unshare-pid", "--as-pid-1")),
    Layer.NETWORK: lambda: _command(_dropping("--unshare-net")),
    Layer.HOST: lambda: _command(
        lambda command: _dropping("--hostname", values=1)(
            _dropping("--unshare-ipc", "--unshare-uts")(command)
        )
    ),
    Layer.ENVIRONMENT: lambda: _command(_with_environment),
    Layer.CAPABILITIES: lambda: _command(_dropping("--cap-drop", values=1)),
    Layer.SECCOMP: lambda: _command(_dropping("--seccomp", values=1)),
    Layer.NODE: lambda: _command(
        _dropping(
            *("--permission", "--allow-fs-read", "--allow-fs-write", "--allow-worker"),
            *("--disable-proto", "--disable-sigusr1"),
        )
    ),
    Layer.LIMITS: _without_limits,
    Layer.SCRATCH: lambda: _command(_dropping("--size", values=1)),
    Layer.CHANNEL: lambda: patch.object(Channel, "_break", lambda *_: None),
    Layer.STOPPING: lambda: patch.object(IsolatedProcess, "stop", lambda _: None),
    Layer.BYTES: lambda: patch.object(worker, "spawn", spawn_greedy),
    Layer.SCRUBBING: lambda: patch.object(worker, "Scrubber", lambda _: Scrubber(())),
}
