"""Which settings may be kept, and which are missing."""

import pytest

from app.catalog.setting_spec import SettingSpec
from app.errors import InvalidInput, SecretInSettings
from app.plugins.configuration import checked_settings, missing_settings


def spec(type_: str, *, secret: bool = False, options: list[str] | None = None) -> SettingSpec:
    return SettingSpec(key="K", type=type_, secret=secret, options=options)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        *(("string", value) for value in ("x", "", 5, 1.5, True)),
        *(("number", value) for value in (5, 1.5, "5")),
        *(("boolean", value) for value in (True, False, "true")),
        ("object", {"a": 1}),
        ("array", [1, "x"]),
        *((type_, None) for type_ in ("string", "number", "boolean", "object", "array")),
    ],
)
def test_what_a_plugin_can_read_is_kept(type_: str, value: object) -> None:
    assert checked_settings({"K": value}, [spec(type_)]) == {"K": value}


OTHERS: dict[str, list[object]] = {
    "string": [[], {"a": 1}],
    "number": [True, [1], {}],
    "boolean": [1, 0.5, [], {}],
    "object": ["{}", [], 1, True],
    "array": ["[]", {}, 1, False],
}


@pytest.mark.parametrize(
    ("type_", "value"), [(type_, value) for type_, values in OTHERS.items() for value in values]
)
def test_another_type_is_refused_by_name(type_: str, value: object) -> None:
    with pytest.raises(InvalidInput, match=f"K must be of type {type_}"):
        checked_settings({"K": value}, [spec(type_)])


def test_only_the_options_are_taken_where_there_are_some() -> None:
    small = spec("string", options=["a", "1"])
    assert checked_settings({"K": 1}, [small]) == {"K": 1}
    with pytest.raises(InvalidInput) as failure:
        checked_settings({"K": "b"}, [small])
    assert "a, 1" in str(failure.value.hint)


def test_the_declaration_decides_what_is_secret_and_else_the_name() -> None:
    assert checked_settings({"K": "x", "OPENAI_BASE_URL": "y"}, [spec("string")])
    for key, declared in (("K", [spec("string", secret=True)]), ("SOME_API_KEY", [])):
        with pytest.raises(SecretInSettings, match=key):
            checked_settings({key: "x"}, declared)


@pytest.mark.parametrize("key", ["", "$set", "a\0b", "x" * 201])
def test_a_key_that_is_no_name_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput):
        checked_settings({key: 1}, [])


def test_missing_is_what_is_required_without_value_and_default() -> None:
    specs = [
        SettingSpec(key="NEEDED", required=True),
        SettingSpec(key="EMPTY", required=True),
        SettingSpec(key="FALSE", required=True),
        SettingSpec(key="DEFAULTED", required=True, default="x"),
        SettingSpec(key="OPTIONAL"),
    ]
    assert missing_settings({"EMPTY": "", "FALSE": False}, specs) == ["NEEDED", "EMPTY"]
