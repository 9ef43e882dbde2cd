"""A stranger's README as HTML that is safe to show."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.knowledge.source_repository import SourceRepository

MAX_CHARACTERS = 100_000  # the worst that fits takes about a second
MAX_NESTING = 20
MAX_LINK_CHARACTERS = 500_000
TAGS = {"a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1"}
TAGS |= {"h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span"}
TAGS |= {"strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}}
LINK_SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener noreferrer"

_PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
_WITHOUT_REFERENCES = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).disable("reference")


def readme_html(markdown: str, repository: SourceRepository | None = None) -> str:
    """Render Markdown with none of its scripts, styles, forms, frames, ids or handlers.

    Relative links lead into ``repository`` and are dropped without one. Images are loaded over
    HTTPS only. What follows the first ``MAX_CHARACTERS`` is left out. Hostile input takes up to
    about a second: call it off the event loop.
    """
    return nh3.clean(
        _rendered(markdown[:MAX_CHARACTERS]),
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=partial(_filter_attribute, repository),
        url_schemes=LINK_SCHEMES,
        link_rel=REL,
    )


def _rendered(markdown: str) -> str:
    tokens = _PARSER.parse(markdown)
    if _link_characters(tokens) > MAX_LINK_CHARACTERS:
        # One long reference, used many times, would make gigabytes.
        return str(_WITHOUT_REFERENCES.render(markdown))
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _link_characters(tokens: Sequence[Token]) -> int:
    children = (child for token in tokens for child in token.children or [])
    return sum(len(str(value)) for child in children for value in child.attrs.values())


def _filter_attribute(
    repository: SourceRepository | None, tag: str, attribute: str, value: str
) -> str | None:
    if (tag, attribute) == ("a", "href"):
        return _link(repository, value)
    if (tag, attribute) == ("img", "src"):
        return _image(repository, value)
    return value


def _link(repository: SourceRepository | None, address: str) -> str | None:
    scheme = _scheme(address)
    if scheme == "":
        return repository.page(address) if repository else None
    return address if scheme in LINK_SCHEMES else None


def _image(repository: SourceRepository | None, address: str) -> str | None:
    scheme = _scheme(address)
    if scheme == "":
        return repository.file(address) if repository else None
    return address if scheme == "https" else None


def _scheme(address: str) -> str | None:
    """The scheme in lower case; empty for a relative path; none for what is neither."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.netloc and not parts.scheme else parts.scheme
