"""Scrubbing bytes that come in pieces, without changing how many they are."""

from collections.abc import Iterable, Mapping

from sandbox.scrub.forms import text_forms


class ByteStream:
    """Replaces values of the same length by their stand-ins, and their other spellings by stars.

    A response keeps its length this way, and so its headers.
    """

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        self._masks = dict(_masks(stand_ins.items()))
        self._forms = sorted(self._masks, key=len, reverse=True)
        self._longest = max(map(len, self._forms), default=1)
        self._held = b""

    def whole(self, data: bytes) -> bytes:
        """Scrub bytes that are whole."""
        for form in self._forms:
            if form in data:
                data = data.replace(form, self._masks[form])
        return data

    def feed(self, piece: bytes) -> bytes:
        """Take a piece; give what may be shown by now."""
        data = self.whole(self._held + piece)
        begun = self._begun(data[-self._longest :])
        self._held = data[len(data) - begun :]
        return data[: len(data) - begun]

    def flush(self) -> bytes:
        """Give what was held back: no more comes."""
        held, self._held = self._held, b""
        return held

    def _begun(self, end: bytes) -> int:
        """How many bytes at the end may be a secret's first ones."""
        return next(
            (
                len(end) - start
                for start in range(max(0, len(end) - self._longest + 1), len(end))
                if any(form.startswith(end[start:]) for form in self._forms)
            ),
            0,
        )


def _masks(stand_ins: Iterable[tuple[str, str]]) -> Iterable[tuple[bytes, bytes]]:
    for value, stand_in in stand_ins:
        for form in text_forms(value):
            data = form.encode("utf-8", "surrogatepass")
            yield data, stand_in.encode() if form == value else b"*" * len(data)
