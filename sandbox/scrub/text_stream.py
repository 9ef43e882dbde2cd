"""Scrubbing a text that comes in pieces."""

from collections.abc import Callable, Sequence


class TextStream:
    """Holds back no more than what may be the beginning of a secret."""

    def __init__(self, scrub: Callable[[str], str], forms: Sequence[str]) -> None:
        self._scrub = scrub
        self._forms = forms
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take a piece; give what may be shown by now."""
        text = self._scrub(self._held + piece)
        begun = self._begun(text)
        self._held = text[len(text) - begun :]
        return text[: len(text) - begun]

    def flush(self) -> str:
        """Give what was held back: no more comes."""
        held, self._held = self._held, ""
        return held

    def _begun(self, text: str) -> int:
        """How many characters at the end may be a secret's first ones."""
        longest = min(len(text), max(map(len, self._forms), default=1) - 1)
        tails = (text[len(text) - length :] for length in range(longest, 0, -1))
        return next(
            (len(tail) for tail in tails if any(form.startswith(tail) for form in self._forms)), 0
        )
