"""People: members of groups, and the authors of plugins."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints
from pymongo import IndexModel

from app.identifiers import Kind
from app.indexes import unique_if_set
from app.record import TimedRecord

AUTHOR_PREFIX = "npm:"  # no member of a group has it: a package cannot name itself into an account

MAX_USERNAME = 214  # of an author; members are invited by shorter ones
MAX_DISPLAY_NAME = 200
MAX_EMAIL = 320
Email = Annotated[str, StringConstraints(max_length=MAX_EMAIL, to_lower=True)]


class Person(TimedRecord):
    """A human being. Authors of plugins have no memberships.

    Attributes:
        email: in lower case; nobody else has it.
        identity: the account at an OpenID Connect issuer by which the person signs in:
            ``ISSUER SUBJECT``; nobody else has it.
        platform_owner: runs the catalogue, and sees no group's data.
        public: part of the public catalogue, as the author of a plugin.
    """

    kind: ClassVar[Kind] = Kind.PERSON

    username: str = Field(min_length=1, max_length=MAX_USERNAME)
    display_name: str = Field(min_length=1, max_length=MAX_DISPLAY_NAME)
    email: Email | None = None
    identity: str | None = Field(None, max_length=800)
    platform_owner: bool = False
    public: bool = False

    class Settings:
        """Where and how people are stored."""

        name = "people"
        indexes: ClassVar = [
            IndexModel([("username", 1)], unique=True),
            unique_if_set("email"),
            unique_if_set("identity"),
        ]
