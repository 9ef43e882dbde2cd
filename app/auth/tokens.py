"""This server's own tokens (JWT, HS256); they name a person, rights are looked up at each use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from app.auth.key_ring import KeyRing, key_id
from app.auth.token_header import read_header
from app.errors import Unauthenticated
from app.identifiers import Kind, kind_of

_ALGORITHM = "HS256"
_ISSUER = "one-graph"
_REQUIRED = ["exp", "iat", "sub", "aud", "iss"]
_HINT = "Make a new one with: one-graph token --role ROLE --group GROUP"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: who its holder is, and until when that holds."""

    person: str
    expires_at: datetime


def issue(key: str, person_id: str, lifetime: timedelta) -> str:
    """A token for ``person_id`` that ends after ``lifetime``."""
    moment = datetime.now(UTC)
    claims = {
        "iss": _ISSUER,
        "aud": _ISSUER,
        "sub": person_id,
        "iat": moment,
        "exp": moment + lifetime,
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": key_id(key)})


def verify(keys: KeyRing, token: str) -> Claims:
    """What a token of this server says.

    Raises:
        Unauthenticated: the token is forged, expired or malformed, or its key has ended.
    """
    key = keys.find(read_header(token).key_id)
    if key is None:
        raise Unauthenticated("The token is not one of this server's.", _HINT)
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=_ISSUER,
            issuer=_ISSUER,
            options={"require": _REQUIRED},
        )
    except jwt.ExpiredSignatureError:
        raise Unauthenticated("The token has expired.", _HINT) from None
    except jwt.PyJWTError:
        raise Unauthenticated("The token is not one of this server's.", _HINT) from None
    person = str(claims["sub"])
    if kind_of(person) is not Kind.PERSON:
        raise Unauthenticated("The token names no person.", _HINT)
    return Claims(person, datetime.fromtimestamp(claims["exp"], UTC))
