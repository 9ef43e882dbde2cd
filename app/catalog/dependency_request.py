"""What a dependency's text asks a registry for, as npm and our installs read it."""

import re
from dataclasses import dataclass
from typing import Self

from app.catalog.ranges import Range, Version, parse_range

ANYTHING = "*"
_ALIAS = re.compile(r"npm:(?P<package>@?[^@]+)(?:@(?P<range>.*))?", re.IGNORECASE)
_MONOREPO = re.compile(r"(?:workspace|catalog):(?P<range>.*)")
_TAG = re.compile(r"(?!\.)[\w.!~*'()-]+", re.ASCII)
_FILE = re.compile(r".*\.(?:tgz|tar\.gz|tar)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A package, and either the range or the dist-tag it is wanted at.

    Attributes:
        range: None for a tag, and for anything at all.
    """

    package: str
    range: Range | None = None
    tag: str | None = None

    @classmethod
    def read(cls, package: str, written: str) -> Self:
        """The request behind a manifest's text.

        What means something on its author's machine alone (git, file, link, URL, ``workspace:``,
        ``catalog:``) asks for the range it names, else for anything: so an install reads it too.
        """
        if alias := _ALIAS.fullmatch(written):
            return cls._registry(alias["package"], alias["range"] or ANYTHING)
        if monorepo := _MONOREPO.fullmatch(written):
            return cls(package, _constraint(monorepo["range"]))
        return cls._registry(package, written)

    @classmethod
    def _registry(cls, package: str, written: str) -> Self:
        constraint = _constraint(written)
        is_tag = _TAG.fullmatch(written) and not _FILE.fullmatch(written)
        if constraint is None and is_tag and parse_range(written) is None:
            return cls(package, tag=written)
        return cls(package, constraint)

    @property
    def anything(self) -> bool:
        """Whether every version will do, pre-releases included."""
        return self.range is None and self.tag is None

    def allows(self, version: Version, tagged: Version | None) -> bool:
        """Whether a version will do; ``tagged`` is where the registry's tag points."""
        if self.tag is not None:
            return tagged is not None and tagged.version == version.version
        return self.range is None or self.range.allows(version)


def _constraint(written: str) -> Range | None:
    text = written.strip()
    return None if text in ("", ANYTHING) else parse_range(text)
