"""What may be stored of what clients send."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from app.errors import InvalidInput
from app.ontology.values import (
    MAX_DEPTH,
    MAX_OBJECT_BYTES,
    checked_choice,
    checked_moment,
    checked_object,
    checked_text,
)


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize("text", ["Ann", "  Ann ", "👩‍👩‍👧", "日本語", "a" * 20])
def test_text_is_kept_without_the_space_around_it(text: str) -> None:
    assert checked_text("name", text, 20) == text.strip()


@pytest.mark.parametrize("text", ["", "   ", "a" * 21, "a\0b", "a\nb", "\ud800"])
def test_text_that_is_empty_too_long_or_not_printable_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        checked_text("name", text, 20)


def test_a_choice_outside_the_list_is_refused_with_the_list() -> None:
    assert checked_choice("type", "a", frozenset({"a", "b"})) == "a"
    with pytest.raises(InvalidInput) as failure:
        checked_choice("type", "c", frozenset({"b", "a"}))
    assert failure.value.hint == "One of: a, b."


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 1.5, "x", True, None, {"b": {}}]},
        {"wäre": 2**63 - 1, " ": -1},
        nested(MAX_DEPTH),
        {"a": "x" * (MAX_OBJECT_BYTES - 20)},
    ],
)
def test_plain_objects_are_kept(value: dict[str, Any]) -> None:
    assert checked_object("properties", value) == value


def test_no_object_is_an_empty_one() -> None:
    assert checked_object("properties", None) == {}


@pytest.mark.parametrize(
    "value",
    [
        *([], "x", 5, True),
        *({"$set": 1}, {"a": {"$ne": 1}}, {"a": [{"$where": "1"}]}),
        *({"a.b": 1}, {"a": {"": 1}}, {"x" * 201: 1}, {"a\0": 1}, {"\ud800": 1}),
        *({"a": 2**63}, {"a": "\ud800"}, {"a": float("inf")}, {"a": [float("nan")]}),
        *(nested(MAX_DEPTH + 1), nested(5_000), {"a": "x" * MAX_OBJECT_BYTES}),
    ],
)
def test_what_mongodb_or_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match="properties"):
        checked_object("properties", value)


def test_moments_are_kept_in_utc() -> None:
    noon = datetime(2026, 5, 4, 12)
    east = timezone(timedelta(hours=2))
    assert checked_moment("validFrom", None) is None
    assert checked_moment("validFrom", noon) == noon.replace(tzinfo=UTC)
    moved = checked_moment("validFrom", noon.replace(tzinfo=east))
    assert moved == datetime(2026, 5, 4, 10, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="validFrom"):
        checked_moment("validFrom", datetime(1, 1, 1, tzinfo=east))
