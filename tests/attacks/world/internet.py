"""Which names and addresses there are, and which server on loopback each of them leads to."""

import json
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

API, PLAIN, OTHER, EVIL = "93.184.216.34", "93.184.216.35", "93.184.216.36", "93.184.216.37"
NOBODY = "3ffe::1"
"""Public, and given to nobody."""

_NAMES = {
    "api.example.com": (API,),
    "plain.example.com": (PLAIN,),
    "other.example.com": (OTHER,),
    "inside.example.com": ("10.0.0.5",),
    "loop.example.com": ("127.0.0.1",),
    "metadata.example.com": ("169.254.169.254",),
    "carrier.example.com": ("100.64.0.1",),
    "translated.example.com": ("64:ff9b::a00:5",),
    "mapped.example.com": ("::ffff:10.0.0.5",),
    "both.example.com": (EVIL, "10.0.0.5"),
    "localhost": ("127.0.0.1",),
}
_REBINDING = ".rebind.example.com"


@dataclass(frozen=True, slots=True)
class Internet:
    """Ports on loopback by public address; every other address leads to ``private``."""

    public: Mapping[str, int]
    private: int

    def encoded(self) -> str:
        """As text, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def decoded(cls, text: str) -> "Internet":
        """Read what ``encoded`` gave."""
        return cls(**json.loads(text))

    def port(self, address: str) -> int:
        """Where connections to an address go."""
        return self.public.get(address, self.private)


class Names:
    """A name server. A name below ``rebind.example.com`` is somewhere else after its first
    answer; one that nobody registered is an attacker's.
    """

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()

    def addresses(self, host: str) -> tuple[str, ...]:
        """Every address of a host, however a C library lets it be spelt."""
        try:
            found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError):
            return self._named(host.lower().rstrip("."))
        return tuple({str(entry[4][0]) for entry in found})

    def _named(self, name: str) -> tuple[str, ...]:
        if name.endswith(_REBINDING):
            self._asked[name] += 1
            return (NOBODY,) if self._asked[name] == 1 else ("127.0.0.1",)
        return _NAMES.get(name, (EVIL,))
