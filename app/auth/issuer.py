"""An OpenID Connect issuer whose tokens this server takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from app.auth.identity import Identity
from app.auth.key_set import KeySet
from app.auth.token_header import TokenHeader
from app.errors import Unauthenticated

LEEWAY = timedelta(seconds=30)
MAX_SUBJECT = 255
_REQUIRED = ["exp", "iat", "sub", "aud", "iss"]


class Issuer:
    """Verifies the tokens that one issuer made for one audience."""

    def __init__(self, name: str, audience: str, keys: KeySet) -> None:
        self._name = name
        self._audience = audience
        self._keys = keys

    async def verify(self, token: str, header: TokenHeader) -> Identity:
        """Who the token says its holder is.

        Raises:
            Unauthenticated: the token is forged, expired, or made by or for somebody else.
            ServiceUnavailable: the issuer's keys could never be read.
        """
        key = await self._keys.find(header.key_id)
        if key is None or header.algorithm not in key.algorithms:
            raise self._refused("has no key of this issuer's")
        try:
            return self._identity(
                jwt.decode(
                    token,
                    key.material,
                    algorithms=[header.algorithm],
                    audience=self._audience,
                    issuer=self._name,
                    leeway=LEEWAY,
                    options={"require": _REQUIRED},
                )
            )
        except jwt.ExpiredSignatureError:
            raise self._refused("has expired") from None
        except jwt.ImmatureSignatureError:
            raise self._refused("does not hold yet") from None
        except (jwt.PyJWTError, ValueError, OverflowError, OSError, RecursionError):
            raise self._refused("is not made by this issuer for this server") from None

    async def close(self) -> None:
        """Stop reading keys."""
        await self._keys.close()

    def _identity(self, claims: dict[str, Any]) -> Identity:
        subject: str = claims["sub"]
        if not 0 < len(subject) <= MAX_SUBJECT:
            raise ValueError("no subject")
        ends = datetime.fromtimestamp(int(claims["exp"]), UTC) + LEEWAY
        return Identity(self._name, subject, claims, ends)

    def _refused(self, reason: str) -> Unauthenticated:
        return Unauthenticated(
            f"The token {reason}.",
            f"Ask {self._name} for a new one, for the audience {self._audience!r}.",
        )
