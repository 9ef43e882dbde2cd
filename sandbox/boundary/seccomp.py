"""The filters on system calls, as programs for the kernel."""

from functools import cache
from types import ModuleType

from sandbox.errors import IsolationUnavailable

LIBSECCOMP_REMEDY = "sudo apt-get install --yes libseccomp2"


@cache
def seccomp_program(*, connecting: bool = False) -> bytes:
    """Give the compiled filter; ``sandbox.boundary.seccomp_rules`` says what it does.

    Args:
        connecting: Unix stream sockets may be opened and connected, for a worker's door.

    Raises:
        IsolationUnavailable: libseccomp is missing.
    """
    program: bytes = _rules().compiled_rules(connecting=connecting)
    return program


@cache
def browser_program() -> bytes:
    """Give the compiled filter of a browser; ``sandbox.boundary.browser_rules`` says what it does.

    Raises:
        IsolationUnavailable: libseccomp is missing.
    """
    _rules()
    from sandbox.boundary.browser_rules import browser_rules  # noqa: PLC0415 - loads it as well

    return browser_rules()


def system_call_number(name: str) -> int:
    """Give the number of a system call on this machine's processor.

    Raises:
        IsolationUnavailable: libseccomp is missing.
    """
    number: int = _rules().system_call_number(name)
    return number


def _rules() -> ModuleType:
    try:
        from sandbox.boundary import seccomp_rules  # noqa: PLC0415 - loads a library that may be missing
    except (ImportError, OSError, RuntimeError) as error:
        raise IsolationUnavailable(
            f"libseccomp cannot be used: {error}", LIBSECCOMP_REMEDY
        ) from error
    return seccomp_rules
