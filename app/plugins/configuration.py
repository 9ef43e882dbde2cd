"""Judging the settings of an instance."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from app.catalog.known_settings import KnownSettings
from app.catalog.secret_name import looks_secret
from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_value import fault_of
from app.errors import InvalidInput, SecretInSettings
from app.ontology.values import MAX_KEY, check_size
from app.plugins.setting_problem import SettingProblem, SettingProblemKind
from app.secrets.given import GivenSecret

_MOST_COMPARED = 50


def checked_settings(settings: object, specs: Sequence[SettingSpec]) -> dict[str, Any]:
    """Return settings that may be stored; a null removes what was set.

    Raises:
        InvalidInput: no object, too large, or a value that is not what is declared.
        SecretInSettings: a key that is a secret, by declaration or by its name.
    """
    if not isinstance(settings, dict):
        raise InvalidInput("settings is no object.", 'Send {"KEY": value, ...}.')
    check_size("settings", settings)
    known = KnownSettings(specs)
    for key, value in settings.items():
        _check(key, value, known.of(key))
    return settings


def check_secret_values(secrets: Iterable[GivenSecret], specs: Sequence[SettingSpec]) -> None:
    """Let pass the secrets whose values are what is declared.

    Raises:
        InvalidInput: names the key and what is wrong, never the value.
    """
    known = KnownSettings(specs)
    for secret in secrets:
        spec = known.of(secret.key)
        if spec is not None:
            _check_value(spec.model_copy(update={"secret": True}), secret.key, secret.value)


def missing_settings(
    settings: Mapping[str, Any], specs: Sequence[SettingSpec], secrets: Collection[str] = ()
) -> list[str]:
    """Required settings that have neither a value nor a default, and are no secret that is set."""
    return [
        spec.key
        for spec in specs
        if spec.required
        and spec.default is None
        and spec.key not in secrets
        and settings.get(spec.key) in (None, "")
    ]


def invalid_settings(
    settings: Mapping[str, Any], specs: Sequence[SettingSpec]
) -> list[SettingProblem]:
    """Stored settings that this version of the plugin declares otherwise."""
    known = KnownSettings(specs)
    judged = ((key, known.of(key), value) for key, value in settings.items())
    faults = ((key, fault_of(spec, key, value)) for key, spec, value in judged if spec)
    return [
        SettingProblem(SettingProblemKind.INVALID, key, fault.message, fault.hint)
        for key, fault in faults
        if fault
    ]


def setting_problems(
    settings: Mapping[str, Any], specs: Sequence[SettingSpec], secrets: Collection[str] = ()
) -> list[SettingProblem]:
    """All that can be told to be wrong: what is missing first, then what is there."""
    absent = missing_settings(settings, specs, secrets)
    missing = [_missing(spec) for spec in specs if spec.key in absent]
    given = [*settings, *secrets]
    return [*missing, *invalid_settings(settings, specs), *_misspelt(given, KnownSettings(specs))]


def _missing(spec: SettingSpec) -> SettingProblem:
    place = "secrets" if spec.secret else "settings"
    return SettingProblem(
        SettingProblemKind.MISSING,
        spec.key,
        f"{spec.key} is missing: {spec.description or 'the package calls it required.'}",
        f"Give it in `{place}` of configurePlugin.",
    )


def _misspelt(given: Collection[str], known: KnownSettings) -> list[SettingProblem]:
    unknown = islice((key for key in given if known.of(key) is None), _MOST_COMPARED)
    nearest = ((key, known.near(key)) for key in unknown)
    return [
        SettingProblem(
            SettingProblemKind.MISSPELT,
            key,
            f"Nothing is known of {key}; did you mean {near}?",
            f"Give {near} instead, unless the plugin wants {key}.",
        )
        for key, near in nearest
        if near and near not in given
    ]


def _check(key: str, value: object, spec: SettingSpec | None) -> None:
    if not key or len(key) > MAX_KEY or key.startswith("$") or "\0" in key:
        raise InvalidInput(
            f"{key[:MAX_KEY]!r} is no name of a setting.", "Names look like API_URL."
        )
    if spec.secret if spec else looks_secret(key):
        raise SecretInSettings(
            f"{key} is a secret, and settings are readable.",
            "Give it in `secrets`, as {key, value}: these are encrypted and never shown.",
        )
    if value is not None and spec is not None:
        _check_value(spec, key, value)


def _check_value(spec: SettingSpec, key: str, value: object) -> None:
    fault = fault_of(spec, key, value)
    if fault:
        raise InvalidInput(fault.message, fault.hint)
