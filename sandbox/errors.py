"""Every error the sandbox raises: one tree, each with a stable code, a message and a hint."""

from pathlib import Path


class SandboxError(Exception):
    """The root of the tree.

    Attributes:
        code: stable name of the fault, in capitals.
        message: what is wrong.
        hint: what would mend it.
    """

    code = "SANDBOX_ERROR"
    hint = ""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class IsolationUnavailable(SandboxError):
    """This machine cannot isolate a worker, so nothing untrusted is run."""

    code = "ISOLATION_UNAVAILABLE"

    def __init__(self, missing: str, remedy_command: str) -> None:
        super().__init__(f"Plugins cannot be isolated on this machine: {missing}")
        self.missing = missing
        self.remedy_command = remedy_command
        self.hint = f"Run: {remedy_command}"


class ArtifactMissing(SandboxError):
    """There is no plugin in the folder a worker was to run."""

    code = "ARTIFACT_MISSING"
    hint = "Install the plugin again."

    def __init__(self, artifact: Path) -> None:
        super().__init__(f"There is no plugin in {artifact}")
        self.artifact = artifact


class CallFailed(SandboxError):
    """The plugin, or the worker around it, answered a call with an error."""

    hint = "The message is the plugin's own; the stack says where it comes from."

    def __init__(self, code: str, message: str, stack: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.stack = stack


class CallTimedOut(SandboxError):
    """A call took longer than it was given; its worker was killed."""

    code = "CALL_TIMED_OUT"
    hint = "Give the call more time, or ask the plugin for less at once."

    def __init__(self, timeout_seconds: float) -> None:
        super().__init__(f"The call did not end within {timeout_seconds:g} seconds")
        self.timeout_seconds = timeout_seconds


class WorkerDied(SandboxError):
    """The worker's process ended before it answered.

    Attributes:
        reason: ``memory`` (over its limit), ``cpu`` (over its processor time), ``protocol`` (it
            broke the rules of its channel), ``output`` (it flooded its output), ``forbidden``
            (it made a system call that only an escape makes), ``start`` (it was not ready in
            time), ``evicted`` (its pool closed it) or ``crashed``.
    """

    code = "WORKER_DIED"
    hint = "The next call starts a new worker."

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"The worker died ({reason})" + (f": {detail}" if detail else ""))
        self.reason = reason
        self.detail = detail
        if reason == "memory":
            self.hint = "Ask for less at once, or let it have more memory."


class ResidentNotUp(SandboxError):
    """A plugin that is to stay up is not, at this moment."""

    code = "RESIDENT_NOT_UP"
    hint = "Try again in a moment; the instance's `residence` says how it does."

    def __init__(self, problem: str | None) -> None:
        super().__init__(f"The plugin is not up: {problem or 'it is being started'}")


class PoolClosed(SandboxError):
    """A call reached a pool that is not started, or closed already."""

    code = "POOL_CLOSED"
    hint = "Start the pool before the first call, and make no call after closing it."

    def __init__(self) -> None:
        super().__init__("The worker pool is not running")


class GatewayFailed(SandboxError):
    """The egress gateway is gone, or cannot do what it was told."""

    code = "EGRESS_UNAVAILABLE"
    hint = "Start the executor again; its log says why the gateway ended."


class InvalidPlugin(SandboxError):
    """What was given as a plugin is none that can be tried."""

    code = "INVALID_PLUGIN"
    hint = "Give a folder with a package.json, or the tarball that npm pack makes of it."


class CapabilityUnknown(SandboxError):
    """A plugin has nothing of that name to call."""

    code = "CAPABILITY_UNKNOWN"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"The plugin has no {name!r} to call")
        self.hint = f"It has: {', '.join(known)}." if known else "It offers nothing to call."
