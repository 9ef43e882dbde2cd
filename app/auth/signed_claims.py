"""What this server signs (JWT, HS256): about a person, for one audience, until a moment."""

from datetime import UTC, datetime
from typing import Any

import jwt

from app.auth.key_ring import KeyRing, key_id
from app.auth.token_header import read_header
from app.errors import Unauthenticated
from app.identifiers import Kind, kind_of

ISSUER = "one-graph"
_ALGORITHM = "HS256"
_REQUIRED = ["exp", "iat", "sub", "aud", "iss"]


def sign(key: str, audience: str, person: str, expires_at: datetime, **more: object) -> str:
    """A token with these claims."""
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": person,
        "iat": datetime.now(UTC),
        "exp": expires_at,
        **more,
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": key_id(key)})


def read_signed(keys: KeyRing, token: str, audience: str, hint: str) -> dict[str, Any]:
    """The claims of a token; ``hint`` says how to get a better one.

    Raises:
        Unauthenticated: the token is forged, expired, malformed or for another audience, or its
            key has ended.
    """
    key = keys.find(read_header(token).key_id)
    if key is None:
        raise Unauthenticated("The token is not one of this server's.", hint)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=audience,
            issuer=ISSUER,
            options={"require": _REQUIRED},
        )
    except jwt.ExpiredSignatureError:
        raise Unauthenticated("The token has expired.", hint) from None
    except jwt.InvalidAudienceError:
        raise Unauthenticated("The token is for something else.", hint) from None
    except jwt.PyJWTError:
        raise Unauthenticated("The token is not one of this server's.", hint) from None
    if kind_of(str(claims["sub"])) is not Kind.PERSON:
        raise Unauthenticated("The token names no person.", hint)
    return claims
