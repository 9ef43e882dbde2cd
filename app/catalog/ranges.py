"""npm's range rules: which versions a range allows, and whether ranges allow a common one.

Parsing is node-semver's, in npm's loose mode, with what npm has changed since; a test compares
both. They differ on what nobody writes: a number after an x (``x.1``), and ``>=v0.0.0 || 1.0.0-a``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import nodesemver  # type: ignore[import-untyped] # it ships no types

LONGEST = 256  # characters; npm reads no longer version
_LARGEST_NUMBER = 2**53 - 1
_CACHED = 4096
_SPACES = re.compile(r"\s+")
_WRITTEN_BELOW = re.compile(r"<\s?v?(\d+\.\d+\.\d+)(?![\w.-])")
_EVERY_RELEASE = frozenset({"", ">=0.0.0"})

Version: TypeAlias = nodesemver.SemVer


class Range:
    """What one range allows: alternatives, each of comparators that all have to hold."""

    def __init__(self, alternatives: Sequence[Sequence[nodesemver.Comparator]]) -> None:
        self._alternatives = alternatives

    def allows(self, version: Version) -> bool:
        """Whether a version is in the range; a pre-release only where the range names one of it."""
        return any(nodesemver.test_set(each, version) for each in self._alternatives)

    def bounds(self) -> Iterator[Version]:
        """The versions that its comparators compare with."""
        for comparators in self._alternatives:
            for comparator in comparators:
                if comparator.semver is not nodesemver.ANY:
                    yield comparator.semver


@lru_cache(_CACHED)
def parse_version(text: str) -> Version | None:
    """The version that a text is, or None."""
    version = nodesemver.parse(text.strip(), True) if len(text) <= LONGEST else None
    return version if version and _is_safe(version) else None


@lru_cache(_CACHED)
def parse_range(text: str) -> Range | None:
    """The range that a text is; None for a tag, an address, or anything else."""
    if len(text) > LONGEST:
        return None
    try:
        parts = [each.strip() for each in _SPACES.sub(" ", text).split("||")]
        alternatives = [each for part in parts for each in _comparators(part)]
    except ValueError:
        return None
    # npm takes the alternative that allows all releases alone: no pre-release beside it counts.
    everything = [
        each for each in alternatives if _EVERY_RELEASE.issuperset(one.value for one in each)
    ]
    found = Range(everything or alternatives)
    return found if alternatives and all(map(_is_safe, found.bounds())) else None


def newest(versions: Iterable[Version]) -> list[Version]:
    """The versions, the one of highest precedence first."""
    return sorted(versions, key=nodesemver.cmp_to_key(Version.compare), reverse=True)


def have_common_version(ranges: Sequence[Range]) -> bool:
    """Whether any version, published or not, is in all of the ranges."""
    # The lowest common version is 0.0.0 or lies at, or right after, a bound of one of them.
    lowest = {"0.0.0"}.union(*(_from(bound) for each in ranges for bound in each.bounds()))
    candidates = (parse_version(text) for text in sorted(lowest))
    return any(all(each.allows(one) for each in ranges) for one in candidates if one)


def _from(bound: Version) -> Iterator[str]:
    release = f"{bound.major}.{bound.minor}.{bound.patch}"
    yield release
    yield f"{release}-0"
    yield f"{bound.major}.{bound.minor}.{bound.patch + 1}"
    if bound.prerelease:
        yield bound.version
        yield f"{bound.version}.0"


def _comparators(part: str) -> list[list[nodesemver.Comparator]]:
    try:
        found = nodesemver.make_range(part, True).set
    except ValueError:
        return []  # npm drops an alternative that it cannot read
    texts = _WRITTEN_BELOW.findall(part)
    written = Counter(f"<{version}" for each in texts if (version := parse_version(each)))
    return [[_as_npm(each, written) for each in comparators] for comparators in found]


def _as_npm(comparator: nodesemver.Comparator, written: Counter[str]) -> nodesemver.Comparator:
    """The end of ``^1.2`` is for npm ``<2.0.0-0``; one that was written out stays as it is."""
    if comparator.operator != "<" or comparator.semver.prerelease:
        return comparator
    if written[comparator.value]:
        written[comparator.value] -= 1
        return comparator
    return nodesemver.make_comparator(f"{comparator.value}-0", True)


def _is_safe(version: Version) -> bool:
    return all(part <= _LARGEST_NUMBER for part in (version.major, version.minor, version.patch))
