"""Hosts that owners name."""

from collections.abc import Sequence

from app.errors import InvalidInput
from sandbox.egress.allow_list import canonical_pattern
from sandbox.egress.refusal import Refused

MOST_HOSTS = 100


def checked_hosts(hosts: Sequence[str]) -> list[str]:
    """An allow list in its one spelling, each pattern once.

    Raises:
        InvalidInput: one is no host, or there are too many.
    """
    if len(hosts) > MOST_HOSTS:
        raise InvalidInput(f"There are {len(hosts)} hosts.", f"At most {MOST_HOSTS}.")
    return list(dict.fromkeys(_checked(host) for host in hosts))


def _checked(host: str) -> str:
    try:
        return canonical_pattern(host)
    except Refused:
        raise InvalidInput(
            f"{host[:100]!r} is no host.",
            "Use api.example.com, api.example.com:8443 or *.example.com.",
        ) from None
