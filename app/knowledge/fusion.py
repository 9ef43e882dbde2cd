"""Ranks things by what search by meaning and search by keywords found."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.knowledge.hit import Hit

SEMANTIC_WEIGHT = 0.7
KEYWORD_HALF = 10.0  # the text score that counts half
PASSAGES = 3


@dataclass(frozen=True)
class Ranked:
    """A thing that was found: its ``score`` is from 0 to 1, its passages are best first."""

    source: str
    score: float
    passages: tuple[Hit, ...]


def fuse(
    semantic: Iterable[Hit], keyword: Mapping[str, float], named: Collection[str] = ()
) -> list[Ranked]:
    """Things in order of a convex combination of their two scores; ``named`` ones come first.

    After Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023):
    a convex combination of normalised scores ranks better than reciprocal rank fusion, as
    ``benchmarks/search_quality.py`` confirms here. A thing's semantic score is the cosine of its
    best passage. Its keyword score s, which has no upper bound, becomes s / (s + KEYWORD_HALF):
    dividing by the best score found would make a poor best match look like a perfect one.

    Args:
        semantic: hits, best first.
        keyword: text scores of MongoDB by thing.
        named: things whose very name was asked for (see ``names_of``); their score is 1.
    """
    passages = _by_source(semantic)
    scores = {
        source: _combined(passages.get(source, ()), keyword.get(source, 0))
        for source in {*passages, *keyword, *named}
    }
    order = sorted(scores, key=lambda source: (source not in named, -scores[source], source))
    return [
        Ranked(
            source,
            1.0 if source in named else scores[source],
            tuple(passages.get(source, ())[:PASSAGES]),
        )
        for source in order
    ]


def names_of(package: str, title: str) -> frozenset[str]:
    """What a person may call a package, in lower case.

    ``@elizaos/plugin-pdf`` is also ``plugin-pdf`` and ``pdf``, and its title.
    """
    unscoped = package.rsplit("/", 1)[-1]
    short = unscoped.removeprefix("plugin-")
    return frozenset(name.casefold() for name in (package, unscoped, short, title))


def _by_source(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.source, []).append(hit)
    return grouped


def _combined(passages: Collection[Hit], text_score: float) -> float:
    cosine = max((hit.score for hit in passages), default=0.0)
    keyword = text_score / (text_score + KEYWORD_HALF)
    return SEMANTIC_WEIGHT * min(max(cosine, 0.0), 1.0) + (1 - SEMANTIC_WEIGHT) * keyword
