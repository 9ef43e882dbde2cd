"""Everything that was granted to an instance."""

from dataclasses import dataclass

from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """What a worker may do; by default nothing.

    Attributes:
        account: whose requests are counted together: the id of the instance.
        permissions: what the host does when the worker asks.
        allowed_hosts: where its requests may go: ``api.example.com`` (ports 80 and 443),
            ``api.example.com:8443`` or ``*.example.com`` (any name below it).
        pinned_hosts: those of them that insist on their own certificate: their TLS is passed
            through unread, for so many bytes and so long.
        requests_per_minute: of the whole account through one gateway.
        bytes_per_execution: both ways together.
        secrets: what it holds.
    """

    account: str = ""
    permissions: frozenset[Permission] = frozenset()
    allowed_hosts: tuple[str, ...] = ()
    pinned_hosts: tuple[str, ...] = ()
    requests_per_minute: int = 10
    bytes_per_execution: int = 10 * MEGABYTE
    secrets: tuple[Secret, ...] = ()


NOTHING = Grants()
