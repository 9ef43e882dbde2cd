"""People: members of groups, and the authors of plugins."""

from typing import ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.record import TimedRecord


class Person(TimedRecord):
    """A human being. Authors of plugins have no memberships.

    ``platform_owner`` runs the catalogue, and sees no group's data.
    """

    kind: ClassVar[Kind] = Kind.PERSON

    username: str = Field(min_length=1, max_length=214)
    display_name: str = Field(min_length=1, max_length=200)
    email: str | None = Field(None, max_length=320)
    platform_owner: bool = False

    class Settings:
        """Where and how people are stored."""

        name = "people"
        indexes: ClassVar = [IndexModel([("username", 1)], unique=True)]
