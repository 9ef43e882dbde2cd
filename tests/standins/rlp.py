"""Recursive length prefixes, in which Ethereum writes transactions."""

from tests.standins.stand_in import require

Item = bytes | list["Item"]

_TEXT, _LIST = 0x80, 0xC0
_SHORT = 55


def encode(item: Item) -> bytes:
    """The bytes of an item."""
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < _TEXT:
            return item
        return _head(len(item), _TEXT) + item
    content = b"".join(encode(each) for each in item)
    return _head(len(content), _LIST) + content


def decode(data: bytes) -> Item:
    """The item that the bytes are.

    Raises:
        Refused: they are none, or more than one.
    """
    item, rest = _first(data)
    require(not rest, "bytes follow the RLP item")
    return item


def number(value: int) -> bytes:
    """A number as RLP has it: without zeros in front."""
    return value.to_bytes((value.bit_length() + 7) // 8)


def _head(length: int, base: int) -> bytes:
    if length <= _SHORT:
        return bytes([base + length])
    size = number(length)
    return bytes([base + _SHORT + len(size)]) + size


def _first(data: bytes) -> tuple[Item, bytes]:
    require(data, "the RLP item is cut")
    if data[0] < _TEXT:
        return data[:1], data[1:]
    base = _TEXT if data[0] < _LIST else _LIST
    content, rest = _content(data, data[0] - base)
    if base == _TEXT:
        return content, rest
    items: list[Item] = []
    while content:
        item, content = _first(content)
        items.append(item)
    return items, rest


def _content(data: bytes, length: int) -> tuple[bytes, bytes]:
    start = 1
    if length > _SHORT:
        start += length - _SHORT
        length = int.from_bytes(data[1:start])
    require(len(data) >= start + length, "the RLP item is cut")
    return data[start : start + length], data[start + length :]
