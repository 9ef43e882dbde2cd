"""Keyset pagination: stable pages over an index, whatever is written meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeGuard, TypeVar

from bson import json_util
from bson.errors import BSONError

from app.errors import InvalidInput

Item = TypeVar("Item")
MAX_PAGE = 100
DEFAULT_PAGE = 20
_SHOWN = 50  # characters of what is refused
_OWN_CURSOR = "Pass an endCursor or cursor of the same list, as it came."
_LARGEST_INTEGER = 2**63 - 1  # that MongoDB can compare with
_OPTIONS = json_util.JSONOptions(tz_aware=True)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one field, with the id to break ties."""

    field: str = "_id"
    descending: bool = False

    def sort(self) -> list[tuple[str, int]]:
        """The order as MongoDB takes it."""
        direction = -1 if self.descending else 1
        fields = [self.field] if self.field == "_id" else [self.field, "_id"]
        return [(field, direction) for field in fields]

    def beyond(self, position: list[Any]) -> dict[str, Any]:
        """The condition that selects what comes after ``position``.

        Raises:
            InvalidInput: the position is of a list in another order.
        """
        beyond = "$lt" if self.descending else "$gt"
        *ordered, identifier = position
        if ordered[:1] != ([] if self.field == "_id" else [self.field]):
            raise InvalidInput("The cursor is of a list in another order.", _OWN_CURSOR)
        if not ordered:
            return {"_id": {beyond: identifier}}
        value = ordered[-1]
        further: list[dict[str, Any]] = [{self.field: value, "_id": {beyond: identifier}}]
        if value is not None:
            further.append({self.field: {beyond: value}})
        # MongoDB sorts null before everything, and compares it with nothing.
        if self.descending and value is not None:
            further.append({self.field: None})
        if not self.descending and value is None:
            further.append({self.field: {"$ne": None}})
        return {"$or": further}

    def position(self, row: dict[str, Any]) -> list[Any]:
        """Where ``row`` stands in this order."""
        if self.field == "_id":
            return [row["_id"]]
        value: Any = row
        for part in self.field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return [self.field, value, row["_id"]]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that a client asks for."""

    first: int = DEFAULT_PAGE
    after: str | None = None

    @classmethod
    def of(cls, first: int | None, after: str | None) -> "Window":
        """Check what a client sent.

        Raises:
            InvalidInput: ``first`` is not between 0 and 100.
        """
        size = DEFAULT_PAGE if first is None else first
        if not 0 <= size <= MAX_PAGE:
            raise InvalidInput(f"first is {size}.", f"Ask for 0 to {MAX_PAGE} at a time.")
        return cls(size, after)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its items with their cursors, and how to count the whole list."""

    items: list[tuple[str, Item]]
    has_next: bool
    has_previous: bool
    count: Callable[[], Awaitable[int]]


def encode_cursor(position: list[Any]) -> str:
    """A position as an opaque string."""
    return urlsafe_b64encode(json_util.dumps(position).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> list[Any]:
    """The position behind a cursor.

    Raises:
        InvalidInput: the text is no cursor of this API.
    """
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        position = json_util.loads(text, json_options=_OPTIONS)
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError, BSONError):
        position = None
    if not _is_position(position):
        raise InvalidInput(f"{cursor[:_SHOWN]!r} is no cursor.", _OWN_CURSOR)
    return list(position)


def _is_position(value: object) -> TypeGuard[list[Any]]:
    """Plain values only: nothing in a cursor may act as a query operator."""
    if not isinstance(value, list) or len(value) not in (1, 2, 3):
        return False
    return all(map(_is_scalar, value)) and isinstance(value[-1], str)


def _is_scalar(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= _LARGEST_INTEGER
    return isinstance(value, str | float | datetime | None)
