"""What is wrong with the settings of an instance."""

from typing import Self

import strawberry

from app.plugins.setting_problem import SettingProblem as SettingProblemRecord
from schema.access import covered
from schema.enums import SettingProblemKind


@covered
@strawberry.type(description="A setting that is not as the plugin says it should be.")
class SettingProblem:
    """One setting, and what would mend it."""

    kind: SettingProblemKind = strawberry.field(description="What is wrong.")
    key: str = strawberry.field(description="The setting.")
    message: str = strawberry.field(description="What is wrong, in words; no secret's value.")
    hint: str | None = strawberry.field(description="What would be right.")

    @classmethod
    def of(cls, record: SettingProblemRecord) -> Self:
        """The API's view of a problem."""
        return cls(kind=record.kind, key=record.key, message=record.message, hint=record.hint)
