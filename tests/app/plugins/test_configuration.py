"""Which settings may be kept, which are missing, and which are wrong."""

import pytest

from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType
from app.errors import InvalidInput, SecretInSettings
from app.plugins.configuration import (
    check_secret_values,
    checked_settings,
    invalid_settings,
    missing_settings,
    setting_problems,
)
from app.secrets.given import GivenSecret


def spec(key: str, type_: str = "string", *, secret: bool = False) -> SettingSpec:
    return SettingSpec(key=key, type=SettingType(type_), secret=secret)


@pytest.mark.parametrize("value", [5, "5", None])
def test_what_a_plugin_can_read_is_kept_as_it_was_given(value: object) -> None:
    assert checked_settings({"K": value}, [spec("K", "number")]) == {"K": value}


@pytest.mark.parametrize("key", ["PACE", "PACE_OF_<TEAM>"])
def test_another_type_is_refused_with_what_it_was_and_what_would_be_right(key: str) -> None:
    given = key.replace("<TEAM>", "EELS")
    with pytest.raises(InvalidInput) as failure:
        checked_settings({given: "fast"}, [spec(key, "number")])
    assert failure.value.message == f"{given} must be of type number, and is the text 'fast'."
    assert "Give a number" in str(failure.value.hint)


def test_what_nobody_declared_may_have_any_value() -> None:
    given = {"OPENAI_BASE_URL": "y", "OTHER": {"a": [1]}}
    assert checked_settings(given, [spec("K", "number")]) == given


def test_the_declaration_decides_what_is_secret_and_else_the_name() -> None:
    for key, known in (
        ("K", [spec("K", secret=True)]),
        ("WALLET_OF_ADA", [spec("WALLET_OF_<OWNER>", secret=True)]),
        ("SOME_API_KEY", []),
    ):
        with pytest.raises(SecretInSettings, match=key):
            checked_settings({key: "x"}, known)


@pytest.mark.parametrize("key", ["", "$set", "a\0b", "x" * 201])
def test_a_key_that_is_no_name_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput):
        checked_settings({key: 1}, [])


def test_a_secret_of_another_type_is_refused_without_its_value() -> None:
    known = [spec("CREDENTIALS", "object")]
    check_secret_values([GivenSecret("CREDENTIALS", '{"id": 1}')], known)
    check_secret_values([GivenSecret("OTHER_TOKEN", "anything")], known)
    with pytest.raises(InvalidInput, match="CREDENTIALS must be of type object") as failure:
        check_secret_values([GivenSecret("CREDENTIALS", "correct-horse")], known)
    assert "correct-horse" not in f"{failure.value.message} {failure.value.hint}"


def test_missing_is_what_is_required_without_value_and_default() -> None:
    specs = [
        SettingSpec(key="NEEDED", required=True),
        SettingSpec(key="EMPTY", required=True),
        SettingSpec(key="FALSE", required=True),
        SettingSpec(key="DEFAULTED", required=True, default="x"),
        SettingSpec(key="OPTIONAL"),
    ]
    assert missing_settings({"EMPTY": "", "FALSE": False}, specs) == ["NEEDED", "EMPTY"]


def test_stored_settings_that_another_version_reads_otherwise_are_named() -> None:
    specs = [spec("A", "number"), spec("B", "boolean"), spec("C", "object")]
    found = invalid_settings({"A": "x", "B": "yes", "C": "x", "D": "x"}, specs)
    assert [problem.key for problem in found] == ["A", "C"]


def test_every_problem_is_told_with_what_would_mend_it() -> None:
    specs = [
        SettingSpec(key="NEEDED_URL", required=True, description="Where it is"),
        SettingSpec(key="NEEDED_KEY", required=True, secret=True),
        spec("PACE", "number"),
        spec("REGION"),
    ]
    found = setting_problems({"PACE": "x", "REGIO": "eu", "OTHER": 1}, specs, ["NEEDED_KEYS"])
    assert [(problem.kind, problem.key) for problem in found] == [
        ("MISSING", "NEEDED_URL"),
        ("MISSING", "NEEDED_KEY"),
        ("INVALID", "PACE"),
        ("MISSPELT", "REGIO"),
        ("MISSPELT", "NEEDED_KEYS"),
    ]
    assert "Where it is" in found[0].message
    assert "`settings`" in str(found[0].hint)
    assert "`secrets`" in str(found[1].hint)
    assert "did you mean REGION?" in found[3].message
    assert setting_problems({"NEEDED_URL": "a", "PACE": 1}, specs, ["NEEDED_KEY"]) == []


def test_two_names_that_are_alike_may_both_be_meant() -> None:
    specs = [spec("INTERVAL_MIN")]
    assert setting_problems({"INTERVAL_MIN": 1, "INTERVAL_MAX": 2}, specs) == []
