"""What the retired community registry knew of plugins, kept beside this file."""

from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

import orjson


class CommunityEntry(TypedDict):
    """What was known; often more than the package says of itself."""

    description: NotRequired[str]
    topics: NotRequired[list[str]]
    stars: NotRequired[int]


def community_entry(name: str) -> CommunityEntry:
    """What was known of a package; an empty entry when nothing was."""
    return _entries().get(name, CommunityEntry())


@cache
def _entries() -> dict[str, CommunityEntry]:
    entries: dict[str, CommunityEntry] = orjson.loads(
        (Path(__file__).parent / "community.json").read_bytes()
    )
    return entries
