"""The form of a plugin's settings, held against the standard."""

from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.catalog.found_settings import FoundSettings
from app.catalog.setting_list import setting_list
from app.catalog.settings_schema import DIALECT, settings_schema
from app.plugins.configuration import checked_settings

DECLARED = {
    "API_KEY": {
        "type": "string",
        "sensitive": True,
        "required": True,
        "default": "s3cret",
        "example": "s3cret",
        "enum": ["s3cret"],
        "minLength": 3,
    },
    "API_URL": {"type": "string", "required": True, "example": "a.example", "minLength": 3},
    "PACE": {"type": "number", "default": "5", "minimum": 1, "description": "How fast"},
    "MODE": {"type": "string", "enum": ["fast", "slow"], "default": "fast"},
    "TEAMS": {"type": "array", "default": ["a"]},
    "BROKEN": {"type": "boolean", "default": "perhaps"},
    "RPC_<CHAIN>": {"type": "string", "description": "Where a chain is"},
}


@pytest.fixture
def form() -> dict[str, Any]:
    return settings_schema(setting_list(DECLARED, FoundSettings(scanned=["PACE", "REGION"])))


def validator(form: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(form)
    return Draft202012Validator(form)


def test_it_is_a_schema_of_2020_12_with_what_a_form_needs(form: dict[str, Any]) -> None:
    validator(form)
    assert (form["$schema"], form["required"]) == (DIALECT, ["API_URL"])
    assert form["properties"]["PACE"] == {
        "type": "number",
        "title": "Pace",
        "description": "How fast",
        "minimum": 1,
        "default": 5,
        "x-sources": ["DECLARED", "SCANNED"],
    }
    assert form["properties"]["MODE"]["enum"] == ["fast", "slow"]
    assert form["properties"]["API_URL"]["title"] == "API URL"
    assert form["properties"]["API_URL"]["examples"] == ["a.example"]
    assert form["properties"]["REGION"]["x-sources"] == ["SCANNED"]


def test_a_secret_is_written_only_and_shows_no_value(form: dict[str, Any]) -> None:
    assert form["properties"]["API_KEY"] == {
        "type": "string",
        "title": "API key",
        "minLength": 8,
        "maxLength": 8192,
        "writeOnly": True,
        "format": "password",
        "x-sources": ["DECLARED"],
    }


def test_a_secret_of_any_type_is_a_text_as_long_as_secrets_may_be() -> None:
    declared = {"A_TOKEN": {"type": "object"}, "B_TOKEN": {"minLength": 20, "maxLength": 10**6}}
    first, second = settings_schema(setting_list(declared))["properties"].values()
    assert (first["type"], first["minLength"], first["maxLength"]) == ("string", 8, 8192)
    assert (second["minLength"], second["maxLength"]) == (20, 8192)


def test_a_default_is_of_its_type_or_left_out(form: dict[str, Any]) -> None:
    assert form["properties"]["TEAMS"]["default"] == ["a"]
    assert "default" not in form["properties"]["BROKEN"]


@pytest.mark.parametrize(
    ("settings", "valid"),
    [
        ({"API_URL": "a.example", "RPC_SEPOLIA": "b.example", "SOMETHING": [1]}, True),
        ({"RPC_SEPOLIA": "b.example"}, False),
        ({"API_URL": "a.example", "RPC_SEPOLIA": 3}, False),
        ({"API_URL": "a.example", "PACE": 0}, False),
        ({"API_URL": "a.example", "MODE": "odd"}, False),
    ],
)
def test_it_judges_names_with_placeholders_and_lets_others_be(
    form: dict[str, Any], settings: dict[str, object], valid: bool
) -> None:
    assert validator(form).is_valid(settings) == valid
    assert list(form["patternProperties"]) == ["^RPC_[A-Za-z0-9_.-]+$"]
    (rpc,) = form["patternProperties"].values()
    assert (rpc["x-template"], rpc["description"]) == ("RPC_<CHAIN>", "Where a chain is")


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["1", "true", "[]", "{}", "a,b"]),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.text("a$."), SCALARS))
WORDS = st.sampled_from(
    ["string", "number", "integer", "boolean", "object", "array", "Int", "url", ["number"], None]
)
DECLARATIONS = st.fixed_dictionaries(
    {},
    optional={
        "type": WORDS,
        "title": VALUES,
        "description": VALUES,
        "required": VALUES,
        "sensitive": VALUES,
        "default": VALUES,
        "example": VALUES,
        "enum": st.lists(SCALARS, max_size=3),
        "minLength": VALUES,
        "maxLength": VALUES,
        "minimum": VALUES,
        "maximum": VALUES,
    },
)
KEYS = st.sampled_from(["REGION", "PACE", "API_KEY", "RPC_<CHAIN>", "", "<", "title"])


# A busy machine draws the first value slowly.
@hypothesis.settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, VALUES | DECLARATIONS), st.dictionaries(KEYS, VALUES))
def test_whatever_authors_write_the_form_is_valid_and_what_it_lets_pass_is_taken(
    declared: dict[str, Any], settings: dict[str, Any]
) -> None:
    specs = setting_list(declared)
    form = settings_schema(specs)
    given = {
        key: value
        for key, value in settings.items()
        if key
        and value is not None
        and not form["properties"].get(key, {}).get("writeOnly")
        and key != "API_KEY"
    }
    if all(
        validator({**form, "required": []}).is_valid({key: value}) for key, value in given.items()
    ):
        assert checked_settings(given, specs) == given
