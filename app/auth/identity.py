"""Who an OpenID Connect token says its holder is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.ontology.person import MAX_DISPLAY_NAME, MAX_EMAIL

_NAMELESS = "New person"


@dataclass(frozen=True, slots=True)
class Identity:
    """An account at an issuer.

    Attributes:
        claims: everything else that the issuer says of it.
        expires_at: until when the issuer vouches for that.
    """

    issuer: str
    subject: str
    claims: Mapping[str, Any]
    expires_at: datetime

    @property
    def key(self) -> str:
        """What a person keeps of it: unique, and never given to another account."""
        return f"{self.issuer} {self.subject}"

    @property
    def verified_email(self) -> str | None:
        """The address, in small letters, if the issuer has made sure of it."""
        email = self.text("email", MAX_EMAIL)
        return email.lower() if email and self.claims.get("email_verified") is True else None

    @property
    def display_name(self) -> str:
        """The name that people see."""
        for claim in ("name", "preferred_username"):
            if name := self.text(claim, MAX_DISPLAY_NAME):
                return name
        return _NAMELESS

    def text(self, claim: str, longest: int) -> str | None:
        """A claim, if it is a text that is neither empty nor too long."""
        value = self.claims.get(claim)
        return value if isinstance(value, str) and 0 < len(value) <= longest else None
