"""Judging one value of a setting."""

from dataclasses import dataclass

from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType

_LONGEST_SHOWN = 50
_RIGHT = {
    SettingType.STRING: "Give a text.",
    SettingType.NUMBER: 'Give a number, as 2.5 or "2.5".',
    SettingType.INTEGER: 'Give a whole number, as 2 or "2".',
    SettingType.BOOLEAN: "Give true or false; as a text also yes, no, on, off, 1 or 0.",
    SettingType.OBJECT: 'Give an object, as {"key": "value"} or the same as a text.',
    SettingType.ARRAY: 'Give a list, as ["a", "b"] or "a,b".',
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, and what would be right; never a secret's value."""

    message: str
    hint: str


def fault_of(spec: SettingSpec, key: str, value: object) -> Fault | None:
    """Why ``value`` cannot be that of ``key``; None: it can."""
    try:
        read = spec.type.read(value)
    except ValueError:
        message = f"{key} must be of type {spec.type.value}, and is {_shown(spec, value)}."
        return Fault(message, _hint(spec))
    if spec.options and read not in [spec.type.read(option) for option in spec.options]:
        message = f"{key} cannot be {_shown(spec, value)}."
        return Fault(message, f"One of: {', '.join(spec.options)}.")
    return _out_of_bounds(spec, key, read)


def _out_of_bounds(spec: SettingSpec, key: str, read: str | float) -> Fault | None:
    size = len(read) if isinstance(read, str) else read
    noun = " characters" if isinstance(read, str) else ""
    for name, bound in spec.bounds.items():
        least = name.startswith("min")
        if (size < bound) if least else (size > bound):
            has = f"has {size}{noun}" if noun else f"is {size}"
            return Fault(f"{key} {has}.", f"At {'least' if least else 'most'} {bound:g}{noun}.")
    return None


def _shown(spec: SettingSpec, value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if spec.secret:
        return "what was given"
    text = value if isinstance(value, str) else SettingType.STRING.read(value)
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f"the text {cut!r}" if isinstance(value, str) else cut


def _hint(spec: SettingSpec) -> str:
    right = _RIGHT[spec.type]
    return f"{right} The package says: {spec.description}" if spec.description else right
