"""What a search finds."""

import strawberry

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


@covered
@strawberry.type(description="A plugin that fits a search.")
class PluginMatch:
    """A plugin with its best passages."""

    plugin: Plugin = strawberry.field(description="The plugin.")
    score: float = strawberry.field(description="How well it fits, 0 to 1.")
    passages: list[Passage] = strawberry.field(description="Its best passages, best first.")
