"""Signed tokens (JWT, HS256) that name a person; rights are looked up at each use."""

from datetime import UTC, datetime, timedelta

import jwt

from app.errors import Unauthenticated
from app.identifiers import Kind, kind_of

_ALGORITHM = "HS256"
_ISSUER = "one-graph"
_HINT = "Make a new one with: one-graph token --role ROLE --group GROUP"


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
    return jwt.encode(claims, key, algorithm=_ALGORITHM)


def verify(key: str, token: str) -> str:
    """The id of the person that a token names.

    Raises:
        Unauthenticated: the token is forged, expired or malformed.
    """
    required = ["exp", "iat", "sub", "aud", "iss"]
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=_ISSUER,
            issuer=_ISSUER,
            options={"require": required},
        )
    except jwt.ExpiredSignatureError:
        raise Unauthenticated("The token has expired.", _HINT) from None
    except jwt.InvalidTokenError:
        raise Unauthenticated("The token is not one of this server's.", _HINT) from None
    person = str(claims["sub"])
    if kind_of(person) is not Kind.PERSON:
        raise Unauthenticated("The token names no person.", _HINT)
    return person
