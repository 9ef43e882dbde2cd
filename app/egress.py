"""What the operator says of hosts that plugins reach."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path

from sandbox.egress.destination import canonical_host
from sandbox.egress.refusal import Refused
from sandbox.egress.resolver import Endpoint

_FORM = "each is host=address:port, such as api.internal=10.0.0.7:8443"


def read_endpoints(entries: Iterable[str]) -> Mapping[str, Endpoint]:
    """Read ``host=address:port`` entries.

    Raises:
        ValueError: one is malformed; says what would be right.
    """
    return dict(map(_endpoint, entries))


def read_text(path: Path) -> str:
    """Read a file of the operator.

    Raises:
        ValueError: it cannot be read.
    """
    try:
        return path.read_text()
    except (OSError, UnicodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None


def _endpoint(entry: str) -> tuple[str, Endpoint]:
    host, _, where = entry.partition("=")
    address, _, port = where.rpartition(":")
    try:
        literal = ip_address(address.strip("[]"))
        number = int(port)
        name = canonical_host(host)
    except (ValueError, Refused):
        raise ValueError(f"{entry!r} is malformed; {_FORM}") from None
    return name, Endpoint(str(literal), number)
