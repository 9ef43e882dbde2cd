"""The settings of a plugin as a form would want them."""

from collections.abc import Sequence
from typing import Any

from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType
from app.secrets.given import LONGEST, SHORTEST

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_UPPER = frozenset({"api", "id", "ids", "rpc", "ttl", "uri", "url", "urls"})


def settings_schema(specs: Sequence[SettingSpec]) -> dict[str, Any]:
    """A JSON Schema of an object with all settings; its secrets are ``writeOnly``.

    Other keys are allowed: nearly half of what plugins read is declared nowhere.
    """
    named = [spec for spec in specs if not spec.template]
    patterns = [(spec.template.pattern, spec) for spec in specs if spec.template]
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {spec.key: _property(spec) for spec in named},
        "patternProperties": {
            pattern: _property(spec) | {"x-template": spec.key} for pattern, spec in patterns
        },
        "required": [spec.key for spec in named if spec.required],
        "additionalProperties": True,
    }


def _property(spec: SettingSpec) -> dict[str, Any]:
    shown: dict[str, Any] = {"title": spec.title or _title(spec.key)}
    if spec.description:
        shown["description"] = spec.description
    shown |= _secret(spec) if spec.secret else _plain(spec)
    return shown | {"x-sources": [source.value for source in spec.sources]}


def _secret(spec: SettingSpec) -> dict[str, Any]:
    """A text, whatever its type: so secrets are given."""
    return {
        "type": SettingType.STRING.value,
        "minLength": max(SHORTEST, spec.bounds.get("minLength", 0)),
        "maxLength": min(LONGEST, spec.bounds.get("maxLength", LONGEST)),
        "writeOnly": True,
        "format": "password",
    }


def _plain(spec: SettingSpec) -> dict[str, Any]:
    enum = [spec.type.read(option) for option in spec.options or ()]
    default = _readable(spec.type, spec.default)
    example = _readable(spec.type, spec.example)
    return (
        {"type": spec.type.value}
        | spec.bounds
        | ({"enum": enum} if enum else {})
        | ({"default": default[0]} if default else {})
        | ({"examples": example} if example else {})
    )


def _readable(type_: SettingType, value: object) -> list[Any]:
    """The value as one of its type, alone in a list; an empty one where the author erred."""
    try:
        return [] if value is None else [type_.read(value)]
    except ValueError:
        return []


def _title(key: str) -> str:
    words = key.replace("_", " ").replace(".", " ").lower().split()
    spelt = [word.upper() if word in _UPPER else word for word in words]
    text = " ".join(spelt) or key
    return text[:1].upper() + text[1:]
