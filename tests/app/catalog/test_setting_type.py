"""What authors call types, and what can be read as one."""

import pytest

from app.catalog.setting_type import SettingType

UNKNOWN: tuple[object, ...] = ("enum", "url", "password", None, 3, {}, [], "")


@pytest.mark.parametrize(
    ("declared", "type_"),
    [
        *((type_.value, type_) for type_ in SettingType),
        *(("String", "string"), (" BOOL ", "boolean"), ("int", "integer"), ("Float", "number")),
        *(("string[]", "array"), ("list", "array"), ("json", "object")),
        *((["null", "number"], "number"), (["x", 3], "string")),
        *((unknown, "string") for unknown in UNKNOWN),
    ],
)
def test_an_authors_word_becomes_a_type(declared: object, type_: str) -> None:
    assert SettingType.parse(declared) == type_


READABLE: dict[str, list[tuple[object, object]]] = {
    "string": [("x", "x"), ("", ""), (5, "5"), (1.5, "1.5"), (True, "true"), (False, "false")],
    "number": [(5, 5), (1.5, 1.5), ("5", 5), (" -1.5e3 ", -1500), (".5", 0.5), (1e300, 1e300)],
    "integer": [(5, 5), (5.0, 5), ("5", 5), ("-5.0", -5), ("1" + "0" * 30, 1e30)],
    "boolean": [(True, True), ("TRUE", True), ("yes", True), ("1", True), ("off", False)],
    "object": [({"a": 1}, {"a": 1}), ('{"a": [1]}', {"a": [1]})],
    "array": [([1], [1]), ('["a", 2]', ["a", 2]), ("a, b", ["a", "b"]), ("a", ["a"])],
}


@pytest.mark.parametrize(
    ("type_", "value", "read"),
    [(type_, *pair) for type_, pairs in READABLE.items() for pair in pairs],
)
def test_a_value_and_its_text_are_read_alike(type_: str, value: object, read: object) -> None:
    found = SettingType(type_).read(value)
    assert (found, type(found)) == (read, type(read))


OTHERS: dict[str, list[object]] = {
    "string": [[], {"a": 1}, None],
    "number": [True, [1], {}, "", "abc", "1e999", "0x1f", "inf", "nan", 10**400, float("inf")],
    "integer": [True, 1.5, "1.5", "", "five"],
    "boolean": [1, 0.5, [], {}, "", "maybe"],
    "object": ["{", "[]", "text", [], 1, True],
    "array": ["[", "[1", {}, 1, False],
}


@pytest.mark.parametrize(
    ("type_", "value"), [(type_, value) for type_, values in OTHERS.items() for value in values]
)
def test_what_is_no_value_of_the_type_is_not_read(type_: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"no {type_}"):
        SettingType(type_).read(value)
