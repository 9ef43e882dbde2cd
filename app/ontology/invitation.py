"""Whom an owner names, before it is known whether that person is here already."""

import re
import secrets
from dataclasses import dataclass

from app.errors import InvalidInput
from app.ontology.person import MAX_DISPLAY_NAME, MAX_EMAIL, Person
from app.ontology.values import checked_text

_LONGEST_USERNAME = 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_USERNAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_LONGEST_STEM = 50


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person by ``email``; without one, by ``username``.

    The other fields are for somebody new; a person who is here stays as they are.
    """

    email: str | None = None
    username: str | None = None
    display_name: str | None = None

    def checked(self) -> "Invitation":
        """The same, in the form that is stored.

        Raises:
            InvalidInput: nobody is named, or in another form.
        """
        if self.email is None and self.username is None:
            raise InvalidInput("Nobody is named.", "Pass `email` or `username`.")
        return Invitation(
            email=None if self.email is None else _email(self.email),
            username=None if self.username is None else _username(self.username),
            display_name=None if self.display_name is None else _display_name(self.display_name),
        )

    @property
    def key(self) -> dict[str, str]:
        """What finds the person."""
        return {"email": self.email} if self.email else {"username": self.username or ""}

    def person(self) -> Person:
        """Somebody new.

        Behind an address, the username ends in something random: whether another has it, here or
        in a group that the inviting owner does not see, changes nothing.
        """
        stem = self.username or (self.email or "").partition("@")[0]
        username = stem if self.email is None else f"{_plain(stem)}-{secrets.token_hex(4)}"
        shown = self.display_name or stem[:MAX_DISPLAY_NAME]
        return Person(username=username, display_name=shown, email=self.email)


def _email(text: str) -> str:
    email = checked_text("email", text, MAX_EMAIL).lower()
    if not _EMAIL.fullmatch(email):
        raise InvalidInput(f"{email!r} is no email address.", "Like ann@example.org.")
    return email


def _username(text: str) -> str:
    username = checked_text("username", text, _LONGEST_USERNAME)
    if not _USERNAME.fullmatch(username):
        raise InvalidInput(
            f"{username!r} is no username.",
            "Letters and digits, with dots, hyphens and underscores between them.",
        )
    return username


def _display_name(text: str) -> str:
    return checked_text("displayName", text, MAX_DISPLAY_NAME)


def _plain(stem: str) -> str:
    return _NO_LETTERS.sub("-", stem.lower()).strip("-")[:_LONGEST_STEM] or "person"
