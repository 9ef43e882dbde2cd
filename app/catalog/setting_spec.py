"""The settings that a plugin reads."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from pydantic import BaseModel

_SECRET = re.compile(
    r"(^|_)(API_?KEY|PRIVATE_?KEY|SECRET(_?KEY)?|ACCESS_?KEY|AUTH_?KEY|ENCRYPTION_?KEY|KEY"
    r"|(API|BOT|AUTH|ACCESS|REFRESH|BEARER|APP|USER|OAUTH)_?TOKEN|TOKEN|PASSWORD|PASSWD|PASSPHRASE"
    r"|MNEMONIC|SEED(_PHRASE)?|CREDENTIALS?|COOKIES?|SALT)$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"PUBLIC_?KEY$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TYPES = frozenset({"string", "number", "boolean", "object", "array"})
_LARGEST_INTEGER = 2**63 - 1  # that MongoDB can hold


def looks_secret(key: str) -> bool:
    """Whether a setting of that name is most likely a credential."""
    name = _CAMEL.sub("_", key).replace("-", "_").replace(".", "_")
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)


class SettingSpec(BaseModel):
    """One setting.

    Attributes:
        declared: the package declares it; otherwise it was found in its code.
        required: the package says so, which plugins often do without need.
    """

    key: str
    type: str = "string"
    description: str | None = None
    required: bool = False
    secret: bool = False
    declared: bool = True
    default: Any = None
    options: list[str] | None = None

    @classmethod
    def from_manifest(cls, key: str, declaration: object) -> "SettingSpec":
        """Read one entry of ``agentConfig.pluginParameters``, however odd it is."""
        fields: Mapping[str, Any] = declaration if isinstance(declaration, Mapping) else {}
        type_ = fields.get("type")
        options = fields.get("enum") or fields.get("options")
        return cls(
            key=key,
            type=type_ if isinstance(type_, str) and type_ in _TYPES else "string",
            description=str(fields["description"]) if fields.get("description") else None,
            required=fields.get("required") is True and "default" not in fields,
            secret=bool(fields.get("sensitive") or fields.get("secret")) or looks_secret(key),
            default=_scalar(fields.get("default")),
            options=[str(option) for option in options] if isinstance(options, list) else None,
        )


def _scalar(value: object) -> str | float | bool | None:
    """A default as it is; of one with parts, or of an integer too large, its JSON text."""
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return str(value)
    return value if isinstance(value, str | int | float) else None


def specs(declared: Mapping[str, Any], found: Iterable[str] = ()) -> list[SettingSpec]:
    """Declared settings first, then those only found in the code, by name."""
    listed = [SettingSpec.from_manifest(key, value) for key, value in declared.items()]
    undeclared = sorted(set(found) - set(declared))
    return listed + [
        SettingSpec(key=key, declared=False, secret=looks_secret(key)) for key in undeclared
    ]
