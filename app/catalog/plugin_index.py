"""Who wants to know of changes in the catalogue."""

from collections.abc import Sequence
from typing import Protocol


class PluginIndex(Protocol):
    """Makes what the catalogue knows of plugins findable."""

    async def changed(self, plugin_ids: Sequence[str]) -> None:
        """These plugins are new, or something that is known of them is."""
