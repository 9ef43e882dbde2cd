"""What search finds: short texts about one thing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_WORDS = 120  # beyond about 256 tokens the embedding model reads no further


class PassageField(StrEnum):
    """Where a passage was taken from."""

    README = "readme"
    DESCRIPTION = "description"
    CAPABILITY = "capability"
    SETTINGS = "settings"
    COMPATIBILITY = "compatibility"
    EXAMPLE = "example"
    TEXT = "text"


@dataclass(frozen=True)
class Passage:
    """A text of about a hundred words.

    Attributes:
        ordinal: its place among those of its field.
        heading: words of the thing's name, where the passage stands for the thing as a whole.
        names: what people call the thing, likewise.
    """

    text: str
    field: PassageField
    ordinal: int
    heading: str | None = None
    names: tuple[str, ...] = ()


def number(texts: Iterable[str], field: PassageField) -> list[Passage]:
    """The texts as passages of one field, in their order."""
    return [Passage(text, field, ordinal) for ordinal, text in enumerate(texts)]


def pack(pieces: Sequence[str], max_words: int = MAX_WORDS) -> Iterator[str]:
    """Join neighbouring pieces, by newlines, into as few texts of at most ``max_words``.

    A piece that is longer by itself is cut between words.
    """
    packed: list[str] = []
    room = max_words
    for piece in _cut(pieces, max_words):
        words = len(piece.split())
        if words > room and packed:
            yield "\n".join(packed)
            packed, room = [], max_words
        packed.append(piece)
        room -= words
    if packed:
        yield "\n".join(packed)


def _cut(pieces: Iterable[str], max_words: int) -> Iterator[str]:
    for piece in pieces:
        words = piece.split()
        if len(words) <= max_words:
            yield piece
            continue
        for start in range(0, len(words), max_words):
            yield " ".join(words[start : start + max_words])
