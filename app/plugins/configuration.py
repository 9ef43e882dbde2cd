"""Judging the settings of an instance."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.catalog.setting_spec import SettingSpec, looks_secret
from app.errors import InvalidInput, SecretInSettings
from app.ontology.values import MAX_KEY, check_size

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


def checked_settings(settings: object, specs: Sequence[SettingSpec]) -> dict[str, Any]:
    """Return settings that may be stored; a null removes what was set.

    Raises:
        InvalidInput: no object, too large, or a value of another type than declared.
        SecretInSettings: a key that is a secret, by declaration or by its name.
    """
    if not isinstance(settings, dict):
        raise InvalidInput("settings is no object.", 'Send {"KEY": value, ...}.')
    check_size("settings", settings)
    declared = {spec.key: spec for spec in specs}
    for key, value in settings.items():
        _check(key, value, declared.get(key))
    return settings


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
    if value is None or spec is None:
        return
    if not _fits(value, spec):
        raise InvalidInput(f"{key} must be of type {spec.type}.", spec.description)
    if spec.options and str(value) not in spec.options:
        raise InvalidInput(f"{key} cannot be {value!r}.", f"One of: {', '.join(spec.options)}.")


def _fits(value: object, spec: SettingSpec) -> bool:
    # Plugins read most settings as text, so text is welcome for every scalar.
    if isinstance(value, str):
        return spec.type in ("string", "number", "boolean")
    if isinstance(value, bool):
        return spec.type in ("boolean", "string")
    return isinstance(value, _PYTHON_TYPES[spec.type]) or (
        spec.type == "string" and isinstance(value, int | float)
    )
