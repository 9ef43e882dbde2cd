"""The attacks a worker must withstand, and the layer that must stop each."""

import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attack:
    """A method of the attacking plugin; ``refusal`` is what stopping it looks like (a regex)."""

    name: str
    method: str
    layer: str
    refusal: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemCallAttack:
    """A system call that JavaScript cannot make, tried under the same filter."""

    name: str
    system_call: str
    refusal: str
    args: tuple[int, ...] = (0, 0, 0, 0)
    layer: str = "seccomp filter"


_CLONE_NEW_USER = 0x1000_0000
_SIGCHLD = 17

PLUGIN_ATTACKS = (
    Attack("read /etc/passwd", "readHostFile", "mount namespace", "ENOENT"),
    Attack("read /proc", "readProc", "mount namespace", "ENOENT"),
    Attack(
        "write outside the scratch folder",
        "writeOutsideScratch",
        "read-only mounts",
        "^EROFS, EROFS, EROFS$",
    ),
    Attack("connect over TCP", "connectTcp", "seccomp filter", "EPERM"),
    Attack("connect to a Unix socket", "connectUnix", "seccomp filter", "EPERM"),
    Attack("send over UDP", "sendUdp", "seccomp filter", "EPERM"),
    Attack("kill the host", "killHost", "seccomp filter", "EPERM", (os.getpid(),)),
    Attack("make a file executable", "makeExecutable", "seccomp filter", "EPERM"),
    Attack("start a process", "startProcess", "Node permissions", "ERR_ACCESS_DENIED|restricted"),
    Attack("load native code", "loadNativeCode", "Node permissions", "addons? (are|is) disabled"),
)

MEMORY_ATTACK = Attack("use more memory than allowed", "fillMemory", "memory limit", r"\(memory\)")

SYSTEM_CALL_ATTACKS = (
    SystemCallAttack("start a process from native code", "clone", "EPERM", (_SIGCHLD, 0, 0, 0, 0)),
    SystemCallAttack("mount a file system", "mount", "killed"),
    SystemCallAttack("trace a process", "ptrace", "killed"),
    SystemCallAttack("enter a new user namespace", "unshare", "killed", (_CLONE_NEW_USER,)),
    SystemCallAttack("load a kernel program", "bpf", "killed"),
    SystemCallAttack("read another process's memory", "process_vm_readv", "killed"),
)
