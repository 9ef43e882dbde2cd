"""This server's own tokens; they name a person, rights are looked up at each use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.auth.key_ring import KeyRing
from app.auth.signed_claims import ISSUER, read_signed, sign

_HINT = "Make a new one with: one-graph token --role ROLE --group GROUP"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: who its holder is, and until when that holds."""

    person: str
    expires_at: datetime


def issue(key: str, person_id: str, lifetime: timedelta) -> str:
    """A token for ``person_id`` that ends after ``lifetime``."""
    return sign(key, ISSUER, person_id, datetime.now(UTC) + lifetime)


def verify(keys: KeyRing, token: str) -> Claims:
    """What a token of this server says.

    Raises:
        Unauthenticated: see ``read_signed``.
    """
    claims = read_signed(keys, token, ISSUER, _HINT)
    return Claims(str(claims["sub"]), datetime.fromtimestamp(claims["exp"], UTC))
