"""Replacing bytes in a stream by as many others."""

from collections.abc import Mapping

from sandbox.scrub.forms import text_forms
from sandbox.scrub.holding import sure_length


class ByteStream:
    """Replaces each key of ``masks`` by its value, which is as long: headers stay right.

    ``found`` has the keys that were replaced so far.
    """

    def __init__(self, masks: Mapping[bytes, bytes]) -> None:
        self.found: set[bytes] = set()
        self._masks = masks
        self._forms = sorted(masks, key=len, reverse=True)
        self._held = b""

    def whole(self, data: bytes) -> bytes:
        """Replace in bytes that are whole."""
        for form in self._forms:
            if form in data:
                self.found.add(form)
                data = data.replace(form, self._masks[form])
        return data

    def feed(self, piece: bytes) -> bytes:
        """Take a piece; give what may be shown by now."""
        data = self._held + piece
        sure = sure_length(data, self._forms)
        self._held = data[sure:]
        return self.whole(data[:sure])

    def flush(self) -> bytes:
        """Give what was held back: no more comes."""
        held, self._held = self._held, b""
        return self.whole(held)


def hiding(stand_ins: Mapping[str, str]) -> ByteStream:
    """Make what hides values: behind their stand-ins, and in their other spellings behind stars."""
    masks: dict[bytes, bytes] = {}
    for value, stand_in in stand_ins.items():
        for form in text_forms(value):
            data = form.encode("utf-8", "surrogatepass")
            masks[data] = stand_in.encode() if form == value else b"*" * len(data)
    return ByteStream(masks)
