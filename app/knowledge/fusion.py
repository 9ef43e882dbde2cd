"""Ranks things by what search by meaning and search by keywords found."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.knowledge.hit import Hit

SEMANTIC_WEIGHT = 0.7
KEYWORD_HALF = 8.0  # the text score that counts half
LEAST_COSINE = 0.25  # of a thing that shares no word with the query
PASSAGES = 3


@dataclass(frozen=True)
class Ranked:
    """A thing that was found: its ``score`` is from 0 to 1, its passages are best first."""

    source: str
    score: float
    passages: tuple[Hit, ...]


def fuse(
    semantic: Iterable[Hit] | None, keyword: Iterable[Hit], named: Collection[str] = ()
) -> list[Ranked]:
    """Things in order of a convex combination of their two scores; ``named`` ones come first.

    After Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023):
    a convex combination of normalised scores ranks better than reciprocal rank fusion, as
    ``benchmarks/search_quality.py`` confirms here. A thing's semantic score is the cosine of its
    best passage. Its keyword score is that of its best passage too: a text score s, which has no
    upper bound, becomes s / (s + KEYWORD_HALF). (Dividing by the best score found would make a
    poor best match look like a perfect one.)

    Args:
        semantic: hits with their cosines; None when there was no such search: words alone count.
        keyword: hits with MongoDB's text scores.
        named: things whose very name was asked for (see ``names_of``); their score is 1.
    """
    weight = 0.0 if semantic is None else SEMANTIC_WEIGHT
    found = _by_source(semantic or (), keyword)
    first = [Ranked(source, 1.0, _best(found.pop(source, ()), weight)) for source in sorted(named)]
    others = [_rank(source, passages, weight) for source, passages in found.items()]
    shown = [thing for thing in others if thing.score > 0]
    return first + sorted(shown, key=lambda thing: (-thing.score, thing.source))


@dataclass(slots=True)
class _Evidence:
    """A passage and what speaks for it, both from 0 to 1."""

    hit: Hit
    cosine: float = 0.0
    words: float = 0.0


def _by_source(semantic: Iterable[Hit], keyword: Iterable[Hit]) -> dict[str, list[_Evidence]]:
    passages: dict[str, _Evidence] = {}
    for hit in semantic:
        passages.setdefault(hit.knowledge_id, _Evidence(hit)).cosine = min(max(hit.score, 0.0), 1.0)
    for hit in keyword:
        words = hit.score / (hit.score + KEYWORD_HALF)
        passages.setdefault(hit.knowledge_id, _Evidence(hit)).words = words
    grouped: dict[str, list[_Evidence]] = defaultdict(list)
    for passage in passages.values():
        grouped[passage.hit.source].append(passage)
    return grouped


def _rank(source: str, passages: Collection[_Evidence], weight: float) -> Ranked:
    cosine = max(passage.cosine for passage in passages)
    words = max(passage.words for passage in passages)
    score = _combine(cosine, words, weight) if words or cosine >= LEAST_COSINE else 0.0
    return Ranked(source, score, _best(passages, weight))


def _best(passages: Iterable[_Evidence], weight: float) -> tuple[Hit, ...]:
    scored = [replace(p.hit, score=_combine(p.cosine, p.words, weight)) for p in passages]
    return tuple(sorted(scored, key=lambda hit: -hit.score)[:PASSAGES])


def _combine(cosine: float, words: float, weight: float) -> float:
    return weight * cosine + (1 - weight) * words
