"""The types that settings have."""

import math
import re
from enum import StrEnum
from typing import Any

import orjson

_LARGEST_EXACT = 2**53  # JavaScript counts no further
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_SPELLINGS = {
    "bool": "boolean",
    "flag": "boolean",
    "double": "number",
    "float": "number",
    "numeric": "number",
    "int": "integer",
    "long": "integer",
    "dict": "object",
    "json": "object",
    "map": "object",
    "record": "object",
    "list": "array",
}


class SettingType(StrEnum):
    """A type of JSON Schema.

    Plugins read most settings as text, and forms often send text: so each type can be read from
    text too.
    """

    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    OBJECT = "object"
    ARRAY = "array"

    @classmethod
    def parse(cls, declared: object) -> "SettingType":
        """The type behind an author's word for it; text where there is none."""
        words = declared if isinstance(declared, list) else [declared]
        for word in words:
            name = word.strip().lower() if isinstance(word, str) else ""
            name = "array" if name.endswith("[]") else _SPELLINGS.get(name, name)
            if name in list(cls):
                return cls(name)
        return cls.STRING

    def read(self, value: object) -> Any:  # noqa: ANN401 - any JSON
        """The value as JSON of this type.

        Raises:
            ValueError: it is none, nor a text that says one.
        """
        try:
            return _READERS[self](value)
        except (ValueError, OverflowError):
            raise ValueError(f"no {self.value}") from None


def _string(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError


def _number(value: Any) -> int | float:  # noqa: ANN401 - any JSON
    written = isinstance(value, str) and _NUMBER.fullmatch(value.strip())
    if not written and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return int(number) if number.is_integer() and abs(number) <= _LARGEST_EXACT else number


def _integer(value: object) -> int | float:
    number = _number(value)
    if isinstance(number, float) and not number.is_integer():
        raise ValueError
    return number


def _boolean(value: object) -> bool:
    if isinstance(value, str) and (word := value.strip().lower()) in _WORDS:
        return _WORDS[word]
    if isinstance(value, bool):
        return value
    raise ValueError


def _object(value: object) -> dict[str, Any]:
    found = orjson.loads(value) if isinstance(value, str) else value
    if isinstance(found, dict):
        return found
    raise ValueError


def _array(value: object) -> list[Any]:
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return [part.strip() for part in value.split(",")]  # as many plugins read a list
    found = orjson.loads(value) if isinstance(value, str) else value
    if isinstance(found, list):
        return found
    raise ValueError


_READERS = {
    SettingType.STRING: _string,
    SettingType.NUMBER: _number,
    SettingType.INTEGER: _integer,
    SettingType.BOOLEAN: _boolean,
    SettingType.OBJECT: _object,
    SettingType.ARRAY: _array,
}
