"""The keys of this server's own tokens: one signs, several verify."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

_ID_DIGITS = 16


def key_id(key: str) -> str:
    """What a token's ``kid`` calls a key: it follows from the key, and does not betray it."""
    return sha256(b"one-graph signing key " + key.encode()).hexdigest()[:_ID_DIGITS]


class KeyRing(Protocol):
    """Where keys come from."""

    @property
    def signing(self) -> str:
        """The key that signs now."""

    def find(self, identifier: str) -> str | None:
        """The key of that id, if its tokens still hold."""


class GivenKeys:
    """Keys from the settings; the first signs, the others only verify."""

    def __init__(self, signing: str, previous: Sequence[str] = ()) -> None:
        self.signing = signing
        self._keys = {key_id(key): key for key in (*previous, signing)}

    def find(self, identifier: str) -> str | None:
        """The key of that id, or None."""
        return self._keys.get(identifier)
