"""The passages of a text that people wrote for their group."""

from collections.abc import Iterator
from textwrap import wrap

from app.knowledge.passages import Passage, PassageField, number

MAX_CHARACTERS = 700  # about 120 words, beyond which the embedding model reads no further


def text_passages(text: str) -> list[Passage]:
    """Split a text between lines where possible, then between words, else within.

    A hundred thousand characters take some milliseconds: call it off the event loop.
    """
    return number(_packed(_pieces(text)), PassageField.TEXT)


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from wrap(" ".join(line.split()), MAX_CHARACTERS, break_on_hyphens=False)


def _packed(pieces: Iterator[str]) -> Iterator[str]:
    """Neighbouring pieces in as few passages as hold them."""
    packed = next(pieces, "")
    for piece in pieces:
        if len(packed) + len(piece) < MAX_CHARACTERS:
            packed = f"{packed}\n{piece}"
        else:
            yield packed
            packed = piece
    if packed:
        yield packed
