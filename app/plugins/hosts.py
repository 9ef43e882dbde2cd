"""Hosts that owners name."""

from collections.abc import Sequence

from app.errors import InvalidInput
from sandbox.egress.allow_list import AllowList
from sandbox.egress.refusal import Refused

MOST_HOSTS = 100


def check_hosts(hosts: Sequence[str]) -> None:
    """Let pass what can be an allow list.

    Raises:
        InvalidInput: one is no host, or there are too many.
    """
    if len(hosts) > MOST_HOSTS:
        raise InvalidInput(f"There are {len(hosts)} hosts.", f"At most {MOST_HOSTS}.")
    for host in hosts:
        try:
            AllowList([host])
        except Refused:
            raise InvalidInput(
                f"{host[:100]!r} is no host.",
                "Use api.example.com, api.example.com:8443 or *.example.com.",
            ) from None
