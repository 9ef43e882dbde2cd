"""Which stored passages a search may find."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qdrant_client import models

EVERYONE = ""  # the group of what belongs to the catalogue


@dataclass(frozen=True)
class Scope:
    """The passages of one group, or of the catalogue.

    Attributes:
        sources: only those about these things.
        labels: only those with one of these.
    """

    sources: Collection[str] | None = None
    group: str | None = None
    labels: frozenset[str] | None = None

    @property
    def filter(self) -> models.Filter:
        """The scope as Qdrant's filter."""
        conditions: list[models.Condition] = [one_of("group", [self.group or EVERYONE])]
        if self.sources is not None:
            conditions.append(one_of("source", list(self.sources)))
        if self.labels is not None:
            conditions.append(one_of("labels", list(self.labels)))
        return models.Filter(must=conditions)

    def allows(self, payload: Mapping[str, Any]) -> bool:
        """The same test for a passage that is already at hand."""
        if payload["group"] != (self.group or EVERYONE):
            return False
        if self.labels is not None and self.labels.isdisjoint(payload.get("labels", ())):
            return False
        return self.sources is None or payload["source"] in self.sources


def one_of(key: str, values: Sequence[str]) -> models.FieldCondition:
    """The condition that a passage's ``key`` has one of some values."""
    return models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))
