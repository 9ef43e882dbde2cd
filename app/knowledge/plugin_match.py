"""What a search finds."""

from dataclasses import dataclass

from app.catalog.plugin import Plugin


@dataclass(frozen=True, slots=True)
class MatchedPassage:
    """A text that answers the search; ``field`` says where it is from, ``score`` is 0 to 1."""

    text: str
    field: str
    score: float


@dataclass(frozen=True, slots=True)
class PluginMatch:
    """A plugin with its best passages, best first; ``score`` is 0 to 1."""

    plugin: Plugin
    score: float
    passages: list[MatchedPassage]
