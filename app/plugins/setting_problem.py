"""What keeps the settings of an instance from being right."""

from dataclasses import dataclass
from enum import StrEnum


class SettingProblemKind(StrEnum):
    """What is wrong with a setting."""

    MISSING = "MISSING"
    INVALID = "INVALID"
    MISSPELT = "MISSPELT"


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """One setting, what is wrong with it, and what would mend it."""

    kind: SettingProblemKind
    key: str
    message: str
    hint: str | None
