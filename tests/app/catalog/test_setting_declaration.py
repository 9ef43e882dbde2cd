"""What is made of an author's words about a setting."""

import pytest

from app.catalog.setting_declaration import declared_spec
from app.catalog.setting_source import SettingSource


def test_each_word_has_its_place() -> None:
    said = {
        "type": "Number",
        "title": "Pace",
        "description": "How fast",
        "required": True,
        "example": 3,
        "minimum": 1,
        "maximum": 9.5,
        "minLength": 1,
    }
    spec = declared_spec("PACE", said)
    assert spec.sources == [SettingSource.DECLARED]
    assert (spec.type, spec.title, spec.description) == ("number", "Pace", "How fast")
    assert (spec.required, spec.secret, spec.example) == (True, False, 3)
    assert spec.bounds == {"minimum": 1, "maximum": 9.5}


@pytest.mark.parametrize("odd", [None, "text", 3, [], {}, {"type": 1, "enum": 2, "title": []}])
def test_an_odd_declaration_is_an_optional_text(odd: object) -> None:
    spec = declared_spec("REGION", odd)
    assert (spec.type, spec.required, spec.options, spec.bounds) == ("string", False, None, {})


@pytest.mark.parametrize("said", [{"default": ""}, {"default": None}, {"optional": True}])
def test_what_can_be_left_out_is_not_required(said: dict[str, object]) -> None:
    assert not declared_spec("REGION", {"required": True, **said}).required


def test_a_template_is_never_required_since_no_name_would_be_missing() -> None:
    assert not declared_spec("RPC_URL_<CHAIN>", {"required": True}).required


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("API_KEY", {}),
        ("RPC_KEY_<CHAIN>", {}),
        ("PLAIN", {"sensitive": True}),
        ("PLAIN", {"secret": True}),
        ("PLAIN", {"type": "password"}),
    ],
)
def test_of_a_secret_no_value_is_kept(key: str, said: dict[str, object]) -> None:
    values = {"default": "s3cret", "example": "s3cret", "enum": ["s3cret"]}
    spec = declared_spec(key, {**values, **said})
    assert spec.secret
    assert "s3cret" not in spec.model_dump_json()


def test_options_of_another_type_show_that_the_type_is_wrong() -> None:
    assert declared_spec("MODE", {"type": "number", "enum": ["fast", 2]}).type == "string"
    spec = declared_spec("LEVEL", {"type": "number", "enum": [1, "2", 10**30]})
    assert (spec.type, spec.options) == ("number", ["1", "2", str(10**30)])


@pytest.mark.parametrize("bound", [True, "5", None, -1, 1.5, 10**30])
def test_a_bound_that_is_none_is_left_out(bound: object) -> None:
    assert declared_spec("NAME", {"minLength": bound}).bounds == {}
