"""How much of a stream has to wait for what comes next."""

from collections.abc import Sequence
from typing import AnyStr


def sure_length(data: AnyStr, forms: Sequence[AnyStr]) -> int:
    """Give how much of the beginning can be judged by now.

    What follows may be the beginning of a form, also where a shorter form is complete in it. A
    form that begins before it and ends in it waits, too.

    Args:
        data: what was not given out yet, unchanged.
        forms: the spellings that are looked for.
    """
    longest = max(map(len, forms), default=1)
    starts = range(max(0, len(data) - longest + 1), len(data))
    cut = next((start for start in starts if _begins(data[start:], forms)), len(data))
    while (earlier := _crossing(data, cut, forms)) < cut:
        cut = earlier
    return cut


def _begins(end: AnyStr, forms: Sequence[AnyStr]) -> bool:
    return any(len(form) > len(end) and form.startswith(end) for form in forms)


def _crossing(data: AnyStr, cut: int, forms: Sequence[AnyStr]) -> int:
    """Where the first form begins that a cut would split; the cut itself where none would be."""
    found = (data.find(form, max(0, cut - len(form) + 1), cut + len(form) - 1) for form in forms)
    return min((at for at in found if 0 <= at < cut), default=cut)
