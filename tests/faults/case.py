"""A call, what is done to it, and how it must end."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from tests.serving import Json


class Fault(StrEnum):
    """What is put in."""

    NONE = "none"
    WRONG_ARGUMENTS = "wrong arguments"
    PEER_REFUSES = "peer refuses"
    PEER_IS_SLOW = "peer is slower than the call's time"
    HOST_NOT_ALLOWED = "host is not allowed"
    CANCELLED = "cancelled while it runs"
    KILLED = "its process is killed"
    MEMORY_FULL = "its memory is full"


@dataclass(frozen=True)
class Case:
    """One kind of execution.

    Attributes:
        call: the input of executeAction, without the instance.
        state: in which it must end.
        code: of its error; None: it has none.
        says: what its result or error must contain.
    """

    plugin: str
    instance: str
    fault: Fault
    call: Json = field(hash=False)
    state: str = "SUCCEEDED"
    code: str | None = None
    says: str = ""

    def judge(self, ended: Json) -> str | None:
        """What is wrong with an end; None: nothing."""
        error = ended["error"] or {}
        told = f"{ended['result']} {ended['callbacks']} {error.get('message')}"
        same = (ended["state"], error.get("code")) == (self.state, self.code)
        if same and re.search(self.says, told):
            return None
        return f"{self.plugin}, {self.fault}: {ended['state']} {error.get('code')} {told[:200]}"
