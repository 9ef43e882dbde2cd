"""Changing what a WebSocket client says."""

from sandbox.scrub.byte_stream import ByteStream

_MASKED = 0x80
_LENGTH = 0x7F
_MORE_LENGTH = {126: 2, 127: 8}
_MASK_BYTES = 4


class ClientFrames:
    """Unmasks each frame, changes what it carries, and masks it again: RFC 6455, section 5.

    What is replaced by as many bytes leaves the frames as long as they were. Nothing is replaced
    that is cut by the end of a frame, or compressed.
    """

    def __init__(self, change: ByteStream) -> None:
        self._change = change
        self._head = b""
        self._left = 0
        self._taken = _Mask(bytes(_MASK_BYTES))
        self._given = _Mask(bytes(_MASK_BYTES))

    def feed(self, piece: bytes) -> bytes:
        """Take a piece; give what may be sent by now."""
        out = b""
        while piece:
            if self._left:
                piece, changed = self._content(piece)
            else:
                piece, changed = self._begin(piece)
            out += changed
        return out

    def flush(self) -> bytes:
        """Give what was held back: no more comes."""
        head, self._head = self._head, b""
        return head + self._given.over(self._change.flush())

    def _content(self, piece: bytes) -> tuple[bytes, bytes]:
        content, rest = piece[: self._left], piece[self._left :]
        self._left -= len(content)
        changed = self._change.feed(self._taken.over(content))
        if not self._left:
            changed += self._change.flush()
        return rest, self._given.over(changed)

    def _begin(self, piece: bytes) -> tuple[bytes, bytes]:
        """Take one more byte of a frame's head; give the head once it is whole."""
        self._head += piece[:1]
        length = _length_of_head(self._head)
        if len(self._head) < length:
            return piece[1:], b""
        head, self._head = self._head, b""
        mask = head[-_MASK_BYTES:] if head[1] & _MASKED else bytes(_MASK_BYTES)
        self._left = _length_of_content(head)
        self._taken, self._given = _Mask(mask), _Mask(mask)
        return piece[1:], head


class _Mask:
    """A frame's mask, and how far it was used."""

    def __init__(self, mask: bytes) -> None:
        self._mask = mask

    def over(self, data: bytes) -> bytes:
        turns, turned = divmod(len(data), _MASK_BYTES)
        key = self._mask * turns + self._mask[:turned]
        self._mask = self._mask[turned:] + self._mask[:turned]
        masked = int.from_bytes(data) ^ int.from_bytes(key)
        return masked.to_bytes(len(data))


def _length_of_head(head: bytes) -> int:
    if len(head) == 1:
        return 2
    masked = _MASK_BYTES if head[1] & _MASKED else 0
    return 2 + _MORE_LENGTH.get(head[1] & _LENGTH, 0) + masked


def _length_of_content(head: bytes) -> int:
    short = head[1] & _LENGTH
    more = _MORE_LENGTH.get(short, 0)
    return int.from_bytes(head[2 : 2 + more]) if more else short
