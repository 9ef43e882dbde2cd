"""Settings that were found in a plugin, by where."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.catalog.setting_source import SettingSource


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """What nobody has to declare.

    Attributes:
        config: keys of its export's ``config``, with the types of their values.
        scanned: keys that its sources name.
        observed: keys that it read while it was loaded.
    """

    config: Mapping[str, str] = field(default_factory=dict)
    scanned: Collection[str] = ()
    observed: Collection[str] = ()

    def finds(self) -> Iterable[tuple[SettingSource, str, str | None]]:
        """Source, key and type of each; None: nothing tells the type."""
        yield from ((SettingSource.CONFIG, key, self.config[key]) for key in sorted(self.config))
        yield from ((SettingSource.SCANNED, key, None) for key in sorted(self.scanned))
        yield from ((SettingSource.OBSERVED, key, None) for key in sorted(self.observed))
