"""How plugins are isolated."""

from datetime import datetime
from typing import Self

import strawberry

from app.security.isolation_report import IsolationReport as ReportRecord
from schema.access import covered


@covered
@strawberry.type(description="An attack that an executor tried on its own isolation.")
class AttackOutcome:
    """An attack."""

    name: str = strawberry.field(description="What it is after.")
    layer: str = strawberry.field(description="What must stop it.")
    stopped: bool = strawberry.field(description="Whether that did.")
    detail: str = strawberry.field(description="The refusal, or what the attacker got.")


@covered
@strawberry.type(description="The self-test of a machine that runs plugins.")
class IsolationReport:
    """A report."""

    machine: str = strawberry.field(description="Its name.")
    mode: str = strawberry.field(description="full, or reduced where its operator set that.")
    holds: bool = strawberry.field(description="Every attack was stopped; else it runs nothing.")
    checked_at: datetime = strawberry.field(description="When it was tried.")
    outcomes: list[AttackOutcome] = strawberry.field(description="Each attack.")

    @classmethod
    def of(cls, record: ReportRecord) -> Self:
        """The API's view of a stored report."""
        return cls(
            machine=record.machine,
            mode=record.mode,
            holds=record.holds,
            checked_at=record.checked_at,
            outcomes=[AttackOutcome(**each.model_dump()) for each in record.outcomes],
        )
