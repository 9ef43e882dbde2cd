"""What went wrong with an installed plugin."""

from typing import Self

import strawberry

from app.plugins.instance import Failure as FailureRecord
from schema.access import covered
from schema.enums import InstallStage


@covered
@strawberry.type(description="What went wrong, at which stage, and what would mend it.")
class Failure:
    """A failure as state, not as an error."""

    code: str = strawberry.field(description="A stable name for programs.")
    message: str = strawberry.field(description="What went wrong.")
    hint: str | None = strawberry.field(description="What would mend it.")
    stage: InstallStage | None = strawberry.field(description="Where, if during an install.")

    @classmethod
    def of(cls, record: FailureRecord | None) -> Self | None:
        """The API's view of a stored failure."""
        if record is None:
            return None
        stage = InstallStage(record.stage) if record.stage else None
        return cls(code=record.code, message=record.message, hint=record.hint, stage=stage)
