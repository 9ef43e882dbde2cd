"""What a client accepts."""

from collections.abc import Sequence
from enum import StrEnum

from subscriptions.errors import NotAcceptable


class MediaType(StrEnum):
    """What answers can be, the ones preferred among equals first."""

    GRAPHQL_RESPONSE = "application/graphql-response+json"
    JSON = "application/json"
    EVENT_STREAM = "text/event-stream"
    HTML = "text/html"


_ANSWERS_ALL = (MediaType.JSON, MediaType.GRAPHQL_RESPONSE, MediaType.EVENT_STREAM, MediaType.HTML)


def negotiate(accept: str | None, offered: Sequence[MediaType]) -> MediaType:
    """The best of ``offered`` for an ``Accept`` header; without one, JSON.

    What the header names wins over what its wildcards cover. Wildcards mean JSON first.

    Raises:
        NotAcceptable: the header excludes all of them.
    """
    if not accept or not accept.strip():
        return MediaType.JSON
    ranges = _ranges(accept)
    ranked = max((_rank(media, ranges), media) for media in offered)
    if ranked[0][0] <= 0:
        raise NotAcceptable(
            f"Accept: {accept[:100]} leaves nothing to answer with.",
            f"Accept one of: {', '.join(offered)}.",
        )
    return ranked[1]


def _rank(media: MediaType, ranges: dict[str, float]) -> tuple[float, bool, int]:
    """Quality, whether it is named, and our own preference."""
    if media in ranges:
        return ranges[media], True, -list(MediaType).index(media)
    family = f"{media.split('/')[0]}/*"
    return ranges.get(family, ranges.get("*/*", 0.0)), False, -_ANSWERS_ALL.index(media)


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        ranges[name] = max(ranges.get(name, 0.0), _quality(parameters))
    return ranges


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
