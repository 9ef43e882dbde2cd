"""What elizaOS is told of an agent."""

from collections.abc import Mapping
from typing import Any

_LISTS = ("bio", "lore", "topics", "adjectives", "postExamples", "messageExamples", "knowledge")
_TEXTS = ("system", "username")
_OBJECTS = ("style", "templates")


def character_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an agent that elizaOS's ``Character`` has, as far as they have its types.

    ``bio`` may be a text, too.
    """
    wanted = {
        **dict.fromkeys(_LISTS, (list,)),
        **dict.fromkeys(_TEXTS, (str,)),
        **dict.fromkeys(_OBJECTS, (dict,)),
        "bio": (list, str),
    }
    return {
        name: properties[name]
        for name, types in wanted.items()
        if isinstance(properties.get(name), types)
    }
