"""Passages of a README."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.knowledge.passages import MAX_WORDS, Passage, PassageField, number, pack

MAX_PASSAGES = 30
MAX_CHARACTERS = 100_000
MIN_WORDS = 40  # a section shorter than this shares its passage with a neighbour
MAX_CODE_LINES = 12
BOILERPLATE = frozenset(
    {"table of contents", "contents", "toc", "license", "licence", "contributing", "contributors"}
    | {"credits", "acknowledgements", "acknowledgments"}
)

_PARSER = MarkdownIt("commonmark").enable("table")


def readme_passages(markdown: str, title: str) -> list[Passage]:
    """Split a README into passages that each name the thing and the headings they stand under.

    Images, badges, comments, lines of nothing but links, tables of contents, licence and
    contribution notes are left out, and so is what follows the first ``MAX_PASSAGES`` passages.
    """
    pieces = _pieces(_PARSER.parse(markdown[:MAX_CHARACTERS]))
    sections = _join_short(_sections(pieces))
    texts = dict.fromkeys(text for section in sections for text in section.texts(title))
    return number(list(texts)[:MAX_PASSAGES], PassageField.README)


@dataclass(frozen=True)
class _Piece:
    """A paragraph, list item, table row or line of code; or a heading, by its level."""

    text: str
    heading: int = 0


@dataclass
class _Section:
    """What stands under one heading path, for instance ``("Usage", "Actions")``."""

    path: tuple[str, ...]
    texts_below: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts_below)

    @property
    def is_boilerplate(self) -> bool:
        return any(heading.lower().strip(" :") in BOILERPLATE for heading in self.path)

    def texts(self, title: str) -> Iterator[str]:
        prefix = " > ".join((title, *self.path))
        for text in pack(self.texts_below, MAX_WORDS):
            yield f"{prefix}\n{text}"


def _sections(pieces: Iterable[_Piece]) -> Iterator[_Section]:
    """The sections that say something. The first heading of level 1 is the README's title."""
    path: list[tuple[int, str]] = []
    section = _Section(())
    untitled = True
    for piece in pieces:
        if not piece.heading:
            section.texts_below.append(piece.text)
            continue
        yield section
        path = [above for above in path if above[0] < piece.heading]
        if piece.heading == 1 and untitled:
            untitled = False
        else:
            path.append((piece.heading, piece.text.rstrip(" :")))
        section = _Section(tuple(text for _, text in path))
    yield section


def _join_short(sections: Iterable[_Section]) -> list[_Section]:
    joined: list[_Section] = []
    for section in sections:
        if section.is_boilerplate or not section.texts_below:
            continue
        if joined and _is_continuation(section, joined[-1]):
            joined[-1].texts_below += [f"{section.path[-1]}:", *section.texts_below]
        else:
            joined.append(section)
    return joined


def _is_continuation(section: _Section, previous: _Section) -> bool:
    """Whether two sections are near enough in the outline, and short enough, to be one."""
    heading = len(section.path[-1].split()) if section.path else 0
    if not heading or previous.words + heading + section.words > MAX_WORDS:
        return False
    parent = section.path[:-1]
    related = parent in (previous.path, previous.path[:-1])
    return related and min(previous.words, section.words) < MIN_WORDS


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    heading = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield _Piece(" | ".join(row))
            row = None
        elif row is not None and token.type == "inline":
            row.append(_inline_text(token))
        else:
            yield from (_Piece(text, heading) for text in _texts(token) if text)


def _texts(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield _inline_text(token)
    elif token.type in ("fence", "code_block"):
        yield from token.content.splitlines()[:MAX_CODE_LINES]
    elif token.type == "html_block":
        yield " ".join(unescape(nh3.clean(token.content, tags=set())).split())


def _inline_text(token: Token) -> str:
    """The words of a line; nothing when every word of it is a link."""
    words: list[str] = []
    links = unlinked = 0
    for child in token.children or []:
        links += child.nesting if child.type.startswith("link_") else 0
        if child.type in ("text", "code_inline"):
            words.append(child.content)
            unlinked += not links and any(character.isalnum() for character in child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words).strip() if unlinked else ""
