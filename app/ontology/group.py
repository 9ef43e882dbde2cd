"""Groups: the tenants. Rights do not pass from a group to its children."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.ontology import vocabulary
from app.ontology.plugin_policy import PluginPolicy
from app.record import TimedRecord

GroupType = Annotated[
    str, AfterValidator(lambda name: vocabulary.check(name, vocabulary.GROUP_TYPES))
]


MAX_NAME = 200
SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"


class Plan(StrEnum):
    """What a group may use; its limits are settings."""

    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"


class Group(TimedRecord):
    """An organisation, or a part of one.

    Attributes:
        slug: its address, unique over all groups, and never changed.
        depth: how many groups it lies in.
        model_instance: id of the plugin instance whose models its plugins use; None: the
            operator's.
        plugin_policy: what it asks of plugins.
        revision: grows with its people and child groups, so that changes at once meet.
    """

    kind: ClassVar[Kind] = Kind.GROUP

    slug: str = Field(pattern=SLUG)
    name: str = Field(min_length=1, max_length=MAX_NAME)
    type: GroupType = "organization"
    plan: Plan = Plan.FREE
    parent: str | None = None
    depth: int = 0
    revision: int = 0
    model_instance: str | None = None
    plugin_policy: PluginPolicy = Field(default_factory=PluginPolicy)

    class Settings:
        """Where and how groups are stored."""

        name = "groups"
        indexes: ClassVar = [
            IndexModel([("slug", 1)], unique=True),
            IndexModel([("parent", 1), ("_id", 1)]),
        ]
