"""Groups: the tenants. Rights do not pass from a group to its children."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.ontology import vocabulary
from app.record import TimedRecord

GroupType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.GROUP_TYPES))
]


class Plan(StrEnum):
    """What a group may use; its limits are settings."""

    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"


class Group(TimedRecord):
    """An organisation, or a part of one."""

    kind: ClassVar[Kind] = Kind.GROUP

    slug: str = Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")
    name: str = Field(min_length=1, max_length=200)
    type: GroupType = "organization"
    plan: Plan = Plan.FREE
    parent: str | None = None

    class Settings:
        """Where and how groups are stored."""

        name = "groups"
        indexes: ClassVar = [
            IndexModel([("slug", 1)], unique=True),
            IndexModel([("parent", 1), ("_id", 1)]),
        ]
