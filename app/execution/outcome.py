"""How a call ended."""

from dataclasses import dataclass
from typing import Any

from app.execution.execution import ExecutionState
from app.packed import pack
from sandbox.errors import CallFailed, CallTimedOut, SandboxError, WorkerDied
from sandbox.worker.call import CallResult

_MAX_STORED = 15 * (1 << 20)
_MAX_TEXT = 8_192


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended."""

    state: ExecutionState
    result: CallResult | None = None
    code: str = ""
    message: str = ""
    stack: str | None = None

    @property
    def error(self) -> dict[str, Any] | None:
        """The error as it is stored, bounded; None when there is none."""
        if self.state is ExecutionState.SUCCEEDED:
            return None
        stack = self.stack[:_MAX_TEXT] if self.stack else None
        return {"code": self.code, "message": self.message[:_MAX_TEXT], "stack": stack}


def succeeded(result: CallResult) -> Outcome:
    """The outcome of a call that returned; a failure when that cannot be stored."""
    if len(pack([result.result, result.callbacks])) > _MAX_STORED:
        return Outcome(
            ExecutionState.FAILED,
            code="RESULT_TOO_LARGE",
            message=f"The result and callbacks take more than {_MAX_STORED} bytes together.",
        )
    return Outcome(ExecutionState.SUCCEEDED, result)


def failed(error: SandboxError) -> Outcome:
    """The outcome of a call that did not return."""
    state = ExecutionState.TIMED_OUT if isinstance(error, CallTimedOut) else ExecutionState.FAILED
    stack = error.stack if isinstance(error, CallFailed) else None
    return Outcome(state, code=error.code, message=_message(error), stack=stack)


def _message(error: SandboxError) -> str:
    if isinstance(error, WorkerDied) and error.reason == "memory":
        return f"{error.message}. Its owner can raise `memoryMb` with configurePlugin."
    return error.message
