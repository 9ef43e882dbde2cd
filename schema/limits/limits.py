"""The limits that hold for every document."""

from dataclasses import dataclass
from typing import Self

from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest allowed value of each measure; ``ONE_<NAME>`` sets it.

    Attributes:
        document_bytes: length of the text, in UTF-8.
        query_errors: mistakes that are told of one document.
        introspection: whether the schema may be asked for.
    """

    document_bytes: int
    query_tokens: int
    query_operations: int
    query_depth: int
    query_root_fields: int
    query_aliases: int
    query_directives: int
    query_directives_per_field: int
    query_values: int
    query_cost: int
    query_errors: int
    introspection: bool

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that the operator set."""
        return cls(**{name: getattr(settings, name) for name in cls.__slots__})
