"""Which stored passages a search may find."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qdrant_client import models

EVERYONE = ""  # the group of what belongs to the catalogue


@dataclass(frozen=True)
class Scope:
    """The catalogue's passages and those of one group; of some things only when given."""

    sources: Collection[str] | None = None
    group: str | None = None

    @property
    def filter(self) -> models.Filter:
        """The scope as Qdrant's filter."""
        conditions: list[models.Condition] = [one_of("group", [EVERYONE, self.group or EVERYONE])]
        if self.sources is not None:
            conditions.append(one_of("source", list(self.sources)))
        return models.Filter(must=conditions)

    def allows(self, payload: Mapping[str, Any]) -> bool:
        """The same test for a passage that is already at hand."""
        if payload["group"] not in (EVERYONE, self.group):
            return False
        return self.sources is None or payload["source"] in self.sources


def one_of(key: str, values: Sequence[str]) -> models.FieldCondition:
    """The condition that a passage's ``key`` has one of some values."""
    return models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))
