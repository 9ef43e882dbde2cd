"""Keys of settings that stand for many, such as ``ETHEREUM_PROVIDER_<CHAINNAME>``."""

import re
from dataclasses import dataclass

_PLACEHOLDER = r"<[^<>]*>|\$?\{[^{}]*\}|\[[^\[\]]*\]|\*"
_PLACEHOLDERS = re.compile(f"(?:{_PLACEHOLDER})+")
_LITERAL = re.compile(r"[A-Za-z0-9_.-]*")
_FILLING = "[A-Za-z0-9_.-]+"
_FEWEST_LETTERS = 3  # <A>_<B> would stand for every key
_MOST_PLACEHOLDERS = 3


@dataclass(frozen=True, slots=True)
class KeyTemplate:
    """The texts before, between and after the placeholders."""

    literals: tuple[str, ...]

    @classmethod
    def parse(cls, key: str) -> "KeyTemplate | None":
        """The template that a key is; None: it is a plain name, or stands for anything."""
        literals = tuple(_PLACEHOLDERS.split(key))
        letters = sum(sign.isalpha() for literal in literals for sign in literal)
        fits = all(_LITERAL.fullmatch(literal) for literal in literals)
        if not 1 < len(literals) <= _MOST_PLACEHOLDERS + 1:
            return None
        return cls(literals) if fits and letters >= _FEWEST_LETTERS else None

    @property
    def pattern(self) -> str:
        """A regular expression, for Python, JavaScript and JSON Schema alike."""
        return f"^{_FILLING.join(literal.replace('.', '[.]') for literal in self.literals)}$"

    def matches(self, key: str) -> bool:
        """Whether the key is one of those it stands for; in time linear to its length.

        A regular expression would not be, and both texts are others' to choose.
        """
        first, *between, last = self.literals
        if not (key.startswith(first) and key.endswith(last) and _LITERAL.fullmatch(key)):
            return False
        at, end = len(first) + 1, len(key) - len(last)
        for literal in between:
            found = key.find(literal, at, end)
            if found < 0:
                return False
            at = found + len(literal) + 1
        return at <= end
