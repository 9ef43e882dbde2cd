"""What a search finds."""

from typing import Self

import strawberry

from app.knowledge.plugin_match import MatchedPassage
from app.knowledge.plugin_match import PluginMatch as MatchRecord
from schema.access import covered
from schema.plugin import Plugin


@covered
@strawberry.type(description="A text that answers the search.")
class Passage:
    """A part of what is known about a plugin."""

    text: str = strawberry.field(description="The passage.")
    field: str = strawberry.field(description="Where it is from: readme, description, ...")
    score: float = strawberry.field(description="How well it fits, 0 to 1.")
    plugin: Plugin = strawberry.field(description="What it tells about.")

    @classmethod
    def of(cls, record: MatchedPassage, plugin: Plugin) -> Self:
        """The API's view of a passage about ``plugin``."""
        return cls(text=record.text, field=record.field, score=record.score, plugin=plugin)


@covered
@strawberry.type(description="A plugin that fits a search.")
class PluginMatch:
    """A plugin with its best passages."""

    plugin: Plugin = strawberry.field(description="The plugin.")
    score: float = strawberry.field(description="How well it fits, 0 to 1.")
    passages: list[Passage] = strawberry.field(description="Its best passages, best first.")

    @classmethod
    def of(cls, record: MatchRecord) -> Self:
        """The API's view of a match."""
        plugin = Plugin.of(record.plugin)
        passages = [Passage.of(passage, plugin) for passage in record.passages]
        return cls(plugin=plugin, score=record.score, passages=passages)
