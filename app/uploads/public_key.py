"""Reading the key that a publisher signs with."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from app.errors import InvalidInput

_PEM = "-----BEGIN"
_MEND = "Give what `openssl pkey -in KEY.pem -pubout` prints."


def read_public_key(text: str) -> Ed25519PublicKey:
    """The Ed25519 key in a text: PEM, or its DER form in base64.

    Raises:
        InvalidInput: there is none in it, or one of another kind, or a private one.
    """
    try:
        key = (
            load_pem_public_key(text.encode())
            if text.lstrip().startswith(_PEM)
            else load_der_public_key(base64.b64decode(text, validate=True))
        )
    except (ValueError, TypeError, binascii.Error):
        raise InvalidInput("publicKey holds no public key.", _MEND) from None
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidInput("publicKey is a key of another kind than Ed25519.", _MEND)
    return key
