"""The one way of one worker to the network."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from sandbox.egress.record import NetworkRecord
from sandbox.grants.grants import Grants

Listener = Callable[[NetworkRecord], None]


class Door(Protocol):
    """A Unix socket that one worker alone can reach, so that it needs no other identity.

    The worker connects once for each connection that it wants, and sends
    ``CONNECT host:port HTTP/1.1``, an empty header block, and nothing until it is answered. With
    ``200`` the bytes that follow are those of the wanted connection: TLS, which ends at the
    gateway, or plain HTTP/1.1. With any other status the header ``x-egress-reason`` says in words
    why not.
    """

    @property
    def socket(self) -> Path:
        """Where it listens, in the host's file system."""

    @property
    def authority(self) -> str:
        """The certificate authority that the worker trusts beside the usual ones, as PEM."""

    @property
    def placeholders(self) -> Mapping[str, str]:
        """What the worker gets in place of each secret that is bound to hosts, by its key."""

    async def begin_execution(self) -> None:
        """Count the bytes of an execution from zero."""

    async def close(self) -> None:
        """End every connection, and hear of what they were before this returns."""


class Doorkeeper(Protocol):
    """Opens doors."""

    async def open_door(self, grants: Grants, on_request: Listener) -> Door:
        """Open a door for one worker.

        Args:
            grants: what the worker may do; ``account`` counts requests across its doors.
            on_request: is told of each request once it ended or was refused; must not raise.
        """
