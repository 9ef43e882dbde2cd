"""Why an attack gets through when a layer is removed: no other layer is meant to stop it.

Whatever is not named here is stopped by another layer as well.
"""

from collections.abc import Mapping

from tests.attacks.explained_network import ON_THE_NETWORK
from tests.attacks.layers import Layer

_FILES = "Node's permissions do not reach threads with arguments of their own, nor its SQLite"
_WRITING = "the folder is the worker's own view; only the mount says that it is read-only"
_FILTER = "threads escape Node's permissions; a child dies with its process namespace"
_LISTENING = "nobody is in its network namespace who could connect"
_LIMIT = "only the kernel counts what a process takes; the time limit ends it later"
_LATE = "the process is alive until its next call; its processor share is limited"

EXPLAINED: Mapping[Layer, Mapping[str, str]] = {
    Layer.MOUNTS: {
        "files: read a file from a thread without rules": _FILES,
        "files: write a file from a thread without rules": _FILES,
        "files: open a database of the host": _FILES,
        "files: read the host's temporary files": "workers are promised a temporary folder there",
    },
    Layer.READ_ONLY: {
        f"files: {name}": _WRITING
        for name in (
            "leave code for the next worker of the plugin", "leave a file beside the plugin",
            "replace the plugin", "change the worker's own code",
            "poison the cache of compiled code", "write into the root",
            "make a folder in the root", "write to a device",
            "write a file from a thread without rules",
        )
    },
    Layer.USER: {"processes: call the kernel as its owner": "it is root, without capabilities"},
    Layer.PIDS: {"environment: know the parent": "a number, of a process that it cannot signal"},
    Layer.HOST: {"environment: learn the host's name": "the name is all that it learns"},
    Layer.ENVIRONMENT: {
        f"environment: read the environment{how}": "an environment is there to be read"
        for how in ("", " in a report", " of a thread")
    },
    Layer.SECCOMP: {
        "processes: give a thread rights that its process lacks": _FILTER,
        "processes: give a thread rights by its environment": _FILTER,
        "processes: start a process from a thread without rules": _FILTER,
        "processes: outlive its worker": _FILTER,
        "sockets: listen by TCP": _LISTENING,
        "sockets: listen on a Unix socket": _LISTENING,
        "sockets: bind a UDP port": _LISTENING,
    },
    Layer.LIMITS: dict.fromkeys(("memory: fill buffers", "memory: grow a WebAssembly memory", "memory: fill shared memory", "memory: fill the heaps of threads", "memory: return more than a result may be", "memory: return a huge buffer", "memory: return an endless object", "memory: inflate a small archive", "memory: write a text that grows when it is read", "memory: raise its own heap", "memory: fill one long string", "memory: fill the heap", "scratch: fill the scratch folder and the memory together", "scratch: make one file as large as the disk", "processor: loop in many threads", "processor: hash in every thread of the pool", "processor: loop in promises", "after the answer: fill memory after the answer", "floods: start threads without end", "floods: open files without end", "floods: make files without end", "floods: make timers without end", "floods: throw without end", "floods: reject without end"), _LIMIT),
    Layer.STOPPING: {
        "after the answer: go on in a timer": _LATE,
        "after the answer: go on in short steps": _LATE,
        "after the answer: go on in a thread": _LATE,
        "after the answer: talk after the answer": _LATE,
        "after the answer: fill memory after the answer": _LATE,
    },
    **ON_THE_NETWORK,
}  # fmt: skip
