"""The key under which the keys of groups are kept."""

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import SecretUnreadable

KEY_BYTES = 32
_NONCE_BYTES = 12
_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class CipherKey:
    """A key of AES-256-GCM. What is sealed for one context opens in no other."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """A name that gives nothing away."""
        return hashlib.sha256(b"one-graph key id" + self.secret).hexdigest()[:_ID_DIGITS]

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt: a fresh nonce, and what it was applied to."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt.

        Raises:
            SecretUnreadable: it was sealed by another key or for another context, or changed.
        """
        nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.secret).decrypt(nonce, encrypted, context.encode())
        except InvalidTag:
            raise SecretUnreadable(
                "A stored secret cannot be decrypted: it was changed, or belongs elsewhere.",
                "Restore it from a backup, or set it anew with configurePlugin.",
            ) from None


def new_cipher_key() -> CipherKey:
    """Make a key."""
    return CipherKey(os.urandom(KEY_BYTES))
