"""Signing what a registry announces, as npm's does."""

import base64
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class RegistrySigner:
    """A P-256 key, made for one test."""

    def __init__(self, expires: datetime | None = None) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._expires = expires

    @property
    def public(self) -> dict[str, object]:
        """The key as a registry publishes it."""
        shown = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "keyid": "SHA256:test",
            "keytype": "ecdsa-sha2-nistp256",
            "scheme": "ecdsa-sha2-nistp256",
            "key": base64.b64encode(shown).decode(),
            "expires": self._expires.isoformat() if self._expires else None,
        }

    def sign(self, announced: str) -> dict[str, object]:
        """What a manifest's ``dist`` has beside the tarball's address."""
        signature = self._key.sign(announced.encode(), ec.ECDSA(hashes.SHA256()))
        return {
            "signatures": [{"keyid": "SHA256:test", "sig": base64.b64encode(signature).decode()}]
        }
