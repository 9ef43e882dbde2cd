"""Which ``Host`` names and web origins are this server's own."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.errors import InvalidSetting
from app.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Authority:
    """A host name in lower case; ``port`` None stands for any port."""

    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Authority":
        """Read ``name``, ``name:port`` or ``[address]:port``.

        Raises:
            ValueError: it is none of these.
        """
        bare_ipv6 = text.count(":") > 1 and not text.startswith("[")
        parts = urlsplit(f"//[{text}]" if bare_ipv6 else f"//{text}")
        if not parts.hostname or parts.username is not None or parts.netloc != parts.geturl()[2:]:
            raise ValueError(f"{text!r} is no host name, with or without a port")
        return cls(parts.hostname.rstrip("."), parts.port)

    def on(self, scheme: str) -> "Authority":
        """The same with the port that ``scheme`` implies where none is given."""
        return Authority(self.host, self.port or DEFAULT_PORTS[scheme])

    def among(self, allowed: "Collection[Authority]") -> bool:
        """Whether ``allowed`` holds it, with its port or with any."""
        return self in allowed or Authority(self.host) in allowed


def allowed_hosts(settings: Settings, port: int) -> frozenset[Authority]:
    """What requests may name: loopback and the configured address on the bound ``port``,
    and ``ONE_ALLOWED_HOSTS``.

    Raises:
        InvalidSetting: one of these is no host name.
    """
    own = {Authority(name, port) for name in LOOPBACK}
    if not _wildcard(settings.host):
        own.add(Authority(_configured("ONE_HOST", settings.host).host, port))
    listed = {_configured("ONE_ALLOWED_HOSTS", name) for name in settings.allowed_hosts}
    return frozenset(own | listed)


def _configured(setting: str, value: str) -> Authority:
    try:
        return Authority.parse(value)
    except ValueError:
        raise InvalidSetting(
            f"{setting}={value!r}: this is no host name",
            "Give a name or address, with or without a port: graph.example or [::1]:8000.",
        ) from None


def _wildcard(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
