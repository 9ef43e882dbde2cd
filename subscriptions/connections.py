"""How many clients may stay connected, by WebSocket and SSE together."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

from app.auth.principal import Principal
from app.http.address import network_address
from subscriptions.errors import TooManyConnections


def caller_of(scope: Scope, principal: Principal) -> str:
    """Who is counted: a person or, of strangers, a network address."""
    return principal.id or network_address(scope)


class Connections:
    """Counts open connections: in all, and of each caller."""

    def __init__(self, limit: int, limit_per_caller: int) -> None:
        self._limit = limit
        self._limit_per_caller = limit_per_caller
        self._open: Counter[str] = Counter()

    @contextmanager
    def admit(self, caller: str) -> "Iterator[Admission]":
        """Count a connection until the block ends.

        Raises:
            TooManyConnections: there is no room.
        """
        admission = Admission(self, caller)
        try:
            yield admission
        finally:
            admission.end()

    def enter(self, caller: str) -> None:
        """Count one more.

        Raises:
            TooManyConnections: there is no room.
        """
        if self._open.total() >= self._limit:
            raise TooManyConnections(
                f"The server has {self._limit} connections open.", "Try again later."
            )
        if self._open[caller] >= self._limit_per_caller:
            raise TooManyConnections(
                f"You have {self._limit_per_caller} connections open.",
                "Close some; one connection carries many operations.",
            )
        self._open[caller] += 1

    def leave(self, caller: str) -> None:
        """Count one less."""
        self._open[caller] -= 1
        if not self._open[caller]:
            del self._open[caller]


class Admission:
    """One connection that counts."""

    def __init__(self, connections: Connections, caller: str) -> None:
        connections.enter(caller)
        self._connections = connections
        self._caller: str | None = caller

    def move(self, caller: str) -> None:
        """Count for somebody else from now on: the client has said who it is.

        Raises:
            TooManyConnections: there is no room.
        """
        self.end()
        self._connections.enter(caller)
        self._caller = caller

    def end(self) -> None:
        """Count no longer; a second time does nothing."""
        if self._caller is not None:
            self._connections.leave(self._caller)
            self._caller = None
