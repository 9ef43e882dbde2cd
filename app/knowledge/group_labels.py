"""Labels: short names that a group files its knowledge under."""

import unicodedata
from collections.abc import Iterable, Sequence

from app.errors import InvalidInput

MAX_LABELS = 20
MAX_CHARACTERS = 64


def checked_labels(labels: Iterable[str]) -> list[str]:
    """Each label once, in lower case, with single spaces; in their order.

    Raises:
        InvalidInput: more than 20, or one that is empty, too long or not printable.
    """
    normal = list(dict.fromkeys(_normal(label) for label in labels))
    if len(normal) > MAX_LABELS:
        raise InvalidInput(f"{len(normal)} labels are too many.", f"Give {MAX_LABELS} at most.")
    return normal


def relabelled(labels: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> list[str]:
    """Normal labels without those to remove, then with those to add.

    Raises:
        InvalidInput: that makes more than 20.
    """
    kept = [label for label in labels if label not in remove]
    return checked_labels([*kept, *add])


def _normal(label: str) -> str:
    normal = " ".join(unicodedata.normalize("NFKC", label).casefold().split())
    if not 1 <= len(normal) <= MAX_CHARACTERS or not normal.isprintable():
        raise InvalidInput(
            f"{label[:MAX_CHARACTERS]!r} is no label.",
            f"1 to {MAX_CHARACTERS} printable characters, such as 'pricing'.",
        )
    return normal
