"""What a plugin tried and was refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbox.grants.permission import Permission


class RefusalKind(StrEnum):
    """What was tried."""

    PERMISSION = "permission"
    NETWORK = "network"
    PROCESS = "process"
    NATIVE_CODE = "native_code"
    EXIT = "exit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One attempt.

    What the host refuses itself (``PERMISSION``, ``NETWORK``) is certain. The rest the worker
    reports of itself: a plugin may hide or invent it, and gains nothing by that.

    Attributes:
        at: when.
        kind: what was tried.
        detail: on what, in words for the owner.
        permission: the grant that was missing, if one would have allowed it.
    """

    at: datetime
    kind: RefusalKind
    detail: str
    permission: Permission | None = None
