"""The settings of a plugin, from all that is known of them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from app.catalog.found_settings import FoundSettings
from app.catalog.key_template import KeyTemplate
from app.catalog.secret_name import looks_secret
from app.catalog.setting_declaration import declared_spec
from app.catalog.setting_source import SettingSource
from app.catalog.setting_spec import SettingSpec
from app.catalog.setting_type import SettingType

MOST_SETTINGS = 1_000

_Identity = str | tuple[str, ...]


def setting_list(
    declared: Mapping[str, Any], found: FoundSettings | None = None
) -> list[SettingSpec]:
    """Declared settings first, then those only found, by name; ``MOST_SETTINGS`` at most."""
    listed = islice((declared_spec(key, said) for key, said in declared.items()), MOST_SETTINGS)
    known = {_identity(spec.key): spec for spec in listed}
    templates = [spec for spec in known.values() if spec.template]
    undeclared: dict[_Identity, SettingSpec] = {}
    for source, key, type_ in (found or FoundSettings()).finds():
        identity = _identity(key)
        spec = known.get(identity) or undeclared.setdefault(
            identity, _found_spec(key, type_, templates)
        )
        spec.sources.append(source)
    by_name = sorted(undeclared.values(), key=lambda spec: spec.key)
    return [*known.values(), *by_name][:MOST_SETTINGS]


def redeclared(
    fresh: Iterable[Mapping[str, Any]], stored: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Stored settings as the package declares them now; where they were found stays known."""
    found = {row["key"]: {**row, "sources": _found(row)} for row in stored if _found(row)}
    rows = []
    for row in fresh:
        before = found.pop(row["key"], None)
        rows.append({**row, "sources": [*row["sources"], *(before["sources"] if before else ())]})
    return rows + [{**row, "declared": False, "required": False} for row in found.values()]


def _found(row: Mapping[str, Any]) -> list[str]:
    return [source for source in row.get("sources", ()) if source != SettingSource.DECLARED]


def _identity(key: str) -> _Identity:
    """The same for templates that differ in the names of their placeholders alone."""
    template = KeyTemplate.parse(key)
    return template.literals if template else key


def _found_spec(key: str, type_: str | None, templates: Sequence[SettingSpec]) -> SettingSpec:
    """Like the template that it follows, where there is one."""
    like = next((spec for spec in templates if spec.template and spec.template.matches(key)), None)
    if like is not None:
        return like.model_copy(update={"key": key, "default": None, "sources": []})
    return SettingSpec(key=key, type=SettingType.parse(type_), secret=looks_secret(key))
