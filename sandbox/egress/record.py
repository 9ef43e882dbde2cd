"""What the gateway tells of a request."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    """One request that a worker made, or tried to make.

    Attributes:
        at: when it began.
        method: of the request; ``CONNECT`` where none was read: a refused host, TLS that
            passes through, or a connection on which nothing was asked.
        url: whole, with every secret replaced.
        status: what the worker got; None: no answer.
        bytes_sent: by the worker, headers included.
        bytes_received: by the worker, headers included.
        allowed: whether it was let through.
        reason: why not, or why it ended early.
        secrets: keys of those that the gateway put in.
    """

    at: datetime
    method: str
    url: str
    status: int | None
    bytes_sent: int
    bytes_received: int
    allowed: bool
    reason: str | None = None
    secrets: tuple[str, ...] = ()
