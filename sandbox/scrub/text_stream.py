"""Scrubbing a text that comes in pieces."""

from collections.abc import Callable, Sequence

from sandbox.scrub.holding import sure_length


class TextStream:
    """Holds back no more than what may be the beginning of a secret."""

    def __init__(self, scrub: Callable[[str], str], forms: Sequence[str]) -> None:
        self._scrub = scrub
        self._forms = forms
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take a piece; give what may be shown by now."""
        text = self._held + piece
        sure = sure_length(text, self._forms)
        self._held = text[sure:]
        return self._scrub(text[:sure])

    def flush(self) -> str:
        """Give what was held back: no more comes."""
        held, self._held = self._held, ""
        return self._scrub(held)
