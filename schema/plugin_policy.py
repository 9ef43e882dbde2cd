"""What a group asks of plugins."""

from typing import Self

import strawberry

from app.ontology.plugin_policy import PluginPolicy as PolicyRecord
from sandbox.analysis.finding import FindingKind
from schema.access import covered


@covered
@strawberry.type(description="What a group asks of plugins before and while they run.")
class PluginPolicy:
    """A policy."""

    block: list[FindingKind] = strawberry.field(description="Findings that end an install.")
    ask: list[FindingKind] = strawberry.field(
        description="Findings that an owner has to accept before the plugin runs."
    )
    cool_down_hours: int = strawberry.field(description="Younger releases are not installed.")
    signed_only: bool = strawberry.field(
        description="Versions whose signature is not VALID are not installed."
    )
    one_shot: bool = strawberry.field(description="Each call runs in a process of its own.")

    @classmethod
    def of(cls, record: PolicyRecord) -> Self:
        """The API's view of a stored policy."""
        return cls(
            block=[FindingKind(kind) for kind in record.block],
            ask=[FindingKind(kind) for kind in record.ask],
            cool_down_hours=record.cool_down_hours,
            signed_only=record.signed_only,
            one_shot=record.one_shot,
        )
