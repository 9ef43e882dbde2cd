"""What an author says of a setting, in whatever words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.catalog.key_template import KeyTemplate
from app.catalog.secret_name import looks_secret
from app.catalog.setting_source import SettingSource
from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType

_LARGEST_INTEGER = 2**63 - 1  # that MongoDB can hold
_LENGTHS = ("minLength", "maxLength")
_RANGES = ("minimum", "maximum")


def declared_spec(key: str, declaration: object) -> SettingSpec:
    """Read one entry of ``agentConfig.pluginParameters``, however odd it is."""
    fields: Mapping[str, Any] = declaration if isinstance(declaration, Mapping) else {}
    secret = _secret(key, fields)
    options = _options(fields)
    type_ = _type(fields, options or [])
    return SettingSpec(
        key=key,
        type=type_,
        title=_text(fields.get("title") or fields.get("label")),
        description=_text(fields.get("description")),
        required=_required(key, fields),
        secret=secret,
        default=None if secret else _scalar(fields.get("default")),
        example=None if secret else _scalar(fields.get("example")),
        options=None if secret else options,
        bounds=_bounds(type_, fields),
        sources=[SettingSource.DECLARED],
    )


def _type(fields: Mapping[str, Any], options: Sequence[str]) -> SettingType:
    """As declared, unless the declared options are of another type."""
    type_ = SettingType.parse(fields.get("type"))
    try:
        for option in options:
            type_.read(option)
    except ValueError:
        return SettingType.STRING
    return type_


def _secret(key: str, fields: Mapping[str, Any]) -> bool:
    named = fields.get("type") in ("secret", "password")
    return bool(named or fields.get("sensitive") or fields.get("secret")) or looks_secret(key)


def _required(key: str, fields: Mapping[str, Any]) -> bool:
    said = fields.get("required") is True and fields.get("optional") is not True
    return said and "default" not in fields and KeyTemplate.parse(key) is None


def _text(value: object) -> str | None:
    return str(value) if value else None


def _options(fields: Mapping[str, Any]) -> list[str] | None:
    options = fields.get("enum") or fields.get("options")
    if not isinstance(options, list):
        return None
    return [option if isinstance(option, str) else json.dumps(option) for option in options] or None


def _bounds(type_: SettingType, fields: Mapping[str, Any]) -> dict[str, float]:
    if type_ is SettingType.STRING:
        return {name: fields[name] for name in _LENGTHS if _is_length(fields.get(name))}
    if type_ in (SettingType.NUMBER, SettingType.INTEGER):
        return {name: fields[name] for name in _RANGES if _is_number(fields.get(name))}
    return {}


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= _LARGEST_INTEGER


def _is_length(value: object) -> bool:
    return _is_number(value) and isinstance(value, int) and value >= 0


def _scalar(value: object) -> str | float | bool | None:
    """A value as it is; of one with parts, or of an integer too large, its JSON text."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return str(value)
    return value if isinstance(value, str | int | float) else None
