"""What a token says of itself before anything about it is proven."""

from dataclasses import dataclass

import jwt

from app.errors import Unauthenticated

MAX_TOKEN = 8192


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """How a token claims to be signed; only ever used to choose among keys already trusted.

    ``jku``, ``jwk``, ``x5u`` and ``x5c``, by which a token brings its own key, are not read.
    """

    algorithm: str
    key_id: str


def read_header(token: str) -> TokenHeader:
    """The header of a token.

    Raises:
        Unauthenticated: it is no token, is longer than 8192 characters, or names no key.
    """
    if len(token) > MAX_TOKEN:
        raise Unauthenticated(
            f"The token is longer than {MAX_TOKEN} characters.", "Ask for one with fewer claims."
        )
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise Unauthenticated(
            "The token is malformed.", "Send the whole token: three parts with two dots."
        ) from None
    algorithm, key = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or not isinstance(key, str):
        raise Unauthenticated("The token names no key.", "Its header must have 'alg' and 'kid'.")
    return TokenHeader(algorithm, key)
