"""The spellings under which a secret may leave."""

import base64
import html
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SHORTEST = 6
"""Pieces of fewer characters would be found in texts that have nothing to do with them."""

_BASE64_GROUP = 3


def text_forms(value: str) -> tuple[str, ...]:
    """Give every spelling of a value that is looked for, the longest first."""
    found = {form for form in _forms(value) if len(form) >= SHORTEST}
    return tuple(sorted(found | {value}, key=lambda form: (-len(form), form)))


def _forms(value: str) -> Iterator[str]:
    yield value
    yield value[::-1]
    yield from (value.lower(), value.upper())
    yield from _escaped(value)
    data = value.encode("utf-8", "surrogatepass")
    for hexadecimal in (data.hex(), data.hex(" "), data.hex(":")):
        yield from (hexadecimal, hexadecimal.upper())
    yield base64.b32encode(data).decode().rstrip("=")
    for raw in (data, value.encode("utf-16-le", "surrogatepass")):
        yield from _base64_forms(raw)


def _escaped(value: str) -> Iterator[str]:
    percent = quote(value, safe="", errors="replace")
    yield from (percent, percent.lower(), quote(value), quote_plus(value, errors="replace"))
    yield "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "replace"))
    yield "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "replace"))
    yield from (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1])
    yield "".join(f"\\u{ord(character):04x}" for character in value)
    yield "".join(f"\\x{byte:02x}" for byte in value.encode("utf-8", "replace"))
    yield from (html.escape(value), html.escape(value, quote=False))


def _base64_forms(data: bytes) -> Iterator[str]:
    """Base64 of the value within longer data: the part that its neighbours do not change."""
    for offset in range(_BASE64_GROUP):
        encoded = base64.b64encode(bytes(offset) + data).decode().rstrip("=")
        first = -(-offset * 8 // 6)
        last = (offset + len(data)) * 8 // 6
        inner = encoded[first:last]
        yield from (inner, inner.replace("+", "-").replace("/", "_"))
