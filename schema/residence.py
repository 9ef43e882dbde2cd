"""How a plugin stays up between calls."""

from datetime import datetime
from typing import Self

import strawberry

from app.residence.residence import Residence as ResidenceRecord
from schema.access import covered
from schema.log_line import LogLine


@covered
@strawberry.type(description="How a plugin that stays up between calls does.")
class Residence:
    """A stay."""

    state: str = strawberry.field(
        description="STARTING, UP, PAUSING (it died or may not start, and is tried again), STOPPED."
    )
    since: datetime = strawberry.field(description="Since when.")
    restarts: int = strawberry.field(description="How often its process died.")
    problem: str | None = strawberry.field(description="Why, the last time.")
    lines: list[LogLine] = strawberry.field(
        description="What it logged last between calls: 100 lines at most."
    )

    @classmethod
    def of(cls, record: ResidenceRecord) -> Self:
        """The API's view of a stored stay."""
        return cls(
            state=record.state,
            since=record.since,
            restarts=record.restarts,
            problem=record.problem,
            lines=[LogLine.of(line) for line in record.lines],
        )
