"""Chance that can be repeated."""

from random import Random


def seeded(*seeds: object) -> Random:
    """The same numbers for the same seeds, on any machine."""
    text = "/".join(map(str, seeds))
    return Random(text)  # noqa: S311 - repeatable, which cryptographic chance is not
