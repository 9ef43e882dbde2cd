"""Judging values that callers send, before any of them is stored."""

import math
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import bson
import bson.errors

from app.errors import InvalidInput

MAX_OBJECT_BYTES = 64 * 1024
MAX_DEPTH = 50  # MongoDB takes 180 of a whole document
MAX_KEY = 200
_NO_TEXT = ("Cc", "Cs")  # control characters, and halves of characters that no encoding has


def check_length(field: str, text: str, longest: int) -> None:
    """Refuse a text that is empty or too long.

    Raises:
        InvalidInput: it has none, or more than ``longest`` characters.
    """
    if not 1 <= len(text) <= longest:
        raise InvalidInput(f"{field} is empty or too long.", f"1 to {longest} characters.")


def checked_text(field: str, text: str, longest: int) -> str:
    """Return ``text`` without the space around it.

    Raises:
        InvalidInput: empty, longer than ``longest`` characters, or not printable.
    """
    stripped = text.strip()
    check_length(field, stripped, longest)
    if any(unicodedata.category(character) in _NO_TEXT for character in stripped):
        raise InvalidInput(f"{field} has control characters.", "Letters, digits, signs, spaces.")
    return stripped


def checked_choice(field: str, name: str, allowed: frozenset[str]) -> str:
    """Return ``name`` when it is one of ``allowed``.

    Raises:
        InvalidInput: it is none; the hint lists them.
    """
    if name not in allowed:
        shown = name[:MAX_KEY]
        raise InvalidInput(
            f"{field} cannot be {shown!r}.", f"One of: {', '.join(sorted(allowed))}."
        )
    return name


def checked_object(field: str, value: object) -> dict[str, Any]:
    """Return a JSON object that a document can hold; None is an empty one.

    Raises:
        InvalidInput: no object, too large, too deep, or with names that MongoDB takes for orders.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidInput(f"{field} is no object.", 'Send {"key": value, ...}.')
    check_size(field, value)
    for key in _keys(value):
        if not 1 <= len(key) <= MAX_KEY or key.startswith("$") or "." in key:
            raise InvalidInput(
                f"{field} cannot have the name {key[:MAX_KEY]!r}.",
                f'1 to {MAX_KEY} characters, no "$" in front, no "." within.',
            )
    return value


def check_size(field: str, value: dict[str, Any]) -> None:
    """Refuse what one document cannot or should not hold.

    Raises:
        InvalidInput: too large, too deep, or no plain values.
    """
    if _depth(value) > MAX_DEPTH:
        raise InvalidInput(f"{field} is too deep.", f"{MAX_DEPTH} levels at most.")
    try:
        size = len(bson.encode(value))
    except (ValueError, OverflowError, bson.errors.BSONError) as error:
        raise InvalidInput(f"{field} cannot be kept: {error}.", "Use plain values.") from None
    if size > MAX_OBJECT_BYTES:
        raise InvalidInput(f"{field} is too large.", f"Keep it under {MAX_OBJECT_BYTES} bytes.")
    if any(isinstance(part, float) and not math.isfinite(part) for part in _parts(value)):
        raise InvalidInput(f"{field} has a number that JSON lacks.", "Use finite numbers.")


def checked_moment(field: str, moment: datetime | None) -> datetime | None:
    """Return a moment in UTC; one without a zone is taken for UTC.

    Raises:
        InvalidInput: it lies outside the years 1 to 9999.
    """
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise InvalidInput(f"{field} is too far away.", "Years 1 to 9999.") from None


def _within(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _depth(value: object) -> int:
    """Levels of nesting, counted no further than needed to refuse; without recursion."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [part for item in level for part in _within(item)]
        depth += 1
    return depth


def _parts(value: object) -> Iterator[object]:
    yield value
    for part in _within(value):
        yield from _parts(part)


def _keys(value: object) -> Iterator[str]:
    return (key for part in _parts(value) if isinstance(part, dict) for key in part)
