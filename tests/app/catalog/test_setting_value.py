"""What is said of a value that does not fit."""

from typing import Any

import pytest

from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType
from app.catalog.setting_value import fault_of


def spec(type_: str = "string", **more: Any) -> SettingSpec:  # noqa: ANN401 - its fields
    return SettingSpec(key="K", type=SettingType(type_), **more)


@pytest.mark.parametrize(
    ("type_", "value", "shown"),
    [
        ("number", "fast", "the text 'fast'"),
        ("number", True, "true"),
        ("number", "x" * 100, "the text '" + "x" * 50 + "…'"),
        ("boolean", 5, "5"),
        ("string", [1], "a list"),
        ("array", {}, "an object"),
    ],
)
def test_it_names_the_key_and_both_types(type_: str, value: object, shown: str) -> None:
    fault = fault_of(spec(type_, description="How it goes"), "K", value)
    assert fault is not None
    assert fault.message == f"K must be of type {type_}, and is {shown}."
    assert "How it goes" in fault.hint


@pytest.mark.parametrize(("value", "fits"), [("a", True), (1, True), ("1", True), ("b", False)])
def test_only_the_options_are_taken_where_there_are_some(value: object, fits: bool) -> None:
    fault = fault_of(spec(options=["a", "1"]), "K", value)
    assert (fault is None) == fits
    assert fault is None or "a, 1" in fault.hint


@pytest.mark.parametrize(
    ("bounds", "type_", "value", "hint"),
    [
        ({"minLength": 3}, "string", "ab", "At least 3 characters."),
        ({"maxLength": 1}, "string", "ab", "At most 1 characters."),
        ({"minimum": 2}, "number", "1.5", "At least 2."),
        ({"maximum": 2.5}, "integer", 3, "At most 2.5."),
    ],
)
def test_bounds_hold(bounds: dict[str, float], type_: str, value: object, hint: str) -> None:
    fault = fault_of(spec(type_, bounds=bounds), "K", value)
    assert fault is not None
    assert fault.hint == hint


def test_a_secrets_value_is_told_to_nobody() -> None:
    for known in (spec("number", secret=True), spec(secret=True, options=["a"])):
        fault = fault_of(known, "K", "s3cret")
        assert fault is not None
        assert "s3cret" not in f"{fault.message} {fault.hint}"
