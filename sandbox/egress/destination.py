"""Where a worker wants to connect to."""

import ipaddress
import re
from dataclasses import dataclass

import idna

from sandbox.egress.refusal import Refused

_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)")
_HIGHEST_PORT = 65_535
USUAL_PORTS = (80, 443)


@dataclass(frozen=True, slots=True)
class Destination:
    """A host in its one canonical spelling (lower case, ASCII, no final dot), and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @classmethod
    def parse(cls, text: str, *, default_port: int | None = None) -> "Destination":
        """Read ``host:port``.

        Raises:
            Refused: it is no host and port, or a number spelt oddly to hide an address.
        """
        host, _, port = text.rpartition(":") if re.search(r":\d+\Z", text) else (text, "", "")
        if not port and default_port is None:
            raise Refused(f"{_shown(text)} names no port", 400)
        number = int(port) if port and len(port) <= len(str(_HIGHEST_PORT)) else default_port or 0
        if not 0 < number <= _HIGHEST_PORT:
            raise Refused(f"{_shown(text)} has no port from 1 to {_HIGHEST_PORT}", 400)
        return cls(canonical_host(host), number)


def canonical_host(host: str) -> str:
    """Give a host's one spelling.

    Raises:
        Refused: it is neither a name nor an address in its usual form.
    """
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    literal = literal_address(bare)
    if literal is not None:
        return str(literal)
    name = bare.lower().removesuffix(".")
    if not name.isascii():
        name = _ascii(name)
    if not _NAME.fullmatch(name) or _NUMERIC.fullmatch(name):
        raise Refused(f"{_shown(host)} is not a host name", 400)
    return name


def literal_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address in its usual form; None for anything else."""
    try:
        return None if "%" in host else ipaddress.ip_address(host)
    except ValueError:
        return None


def _ascii(name: str) -> str:
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        raise Refused(f"{_shown(name)} is not a host name", 400) from None


def _shown(text: str) -> str:
    return repr(text[:100])
