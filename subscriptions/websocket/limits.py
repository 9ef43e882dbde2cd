"""How long a socket may do nothing, and how much at once."""

from dataclasses import dataclass
from typing import Self

from app.settings import Settings


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket.

    Attributes:
        operations: most that run at once.
        init_seconds: time for ``connection_init`` to arrive.
        ping_seconds: time between two pings, and to answer one.
        idle_seconds: longest time without any operation.
    """

    operations: int
    init_seconds: float
    ping_seconds: float
    idle_seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that are configured."""
        return cls(
            operations=settings.ws_operations,
            init_seconds=settings.ws_init_seconds,
            ping_seconds=settings.ws_ping_seconds,
            idle_seconds=settings.ws_idle_seconds,
        )
