"""Looking up what is known of settings."""

from collections.abc import Sequence
from difflib import get_close_matches

from app.catalog.setting_spec import SettingSpec

_MOST_COMPARED = 100
_LONGEST_COMPARED = 60
_ALIKE = 0.85


class KnownSettings:
    """The settings of one plugin, by key."""

    def __init__(self, specs: Sequence[SettingSpec]) -> None:
        self._named = {spec.key: spec for spec in specs if not spec.template}
        self._templates = [(spec.template, spec) for spec in specs if spec.template]

    def of(self, key: str) -> SettingSpec | None:
        """What is known of a setting, by its name or by the template that it follows."""
        if key in self._named:
            return self._named[key]
        return next((spec for template, spec in self._templates if template.matches(key)), None)

    def near(self, key: str) -> str | None:
        """The known name that an unknown key was most likely meant to be."""
        if self.of(key) or len(key) > _LONGEST_COMPARED:
            return None
        names = [name for name in self._named if len(name) <= _LONGEST_COMPARED]
        spelt = {name.upper(): name for name in names[:_MOST_COMPARED]}
        close = get_close_matches(key.upper(), spelt, n=1, cutoff=_ALIKE)
        return spelt[close[0]] if close else None
