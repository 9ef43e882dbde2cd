"""Finding a secret in what left a worker, in whatever spelling an attacker can undo."""

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, unquote_plus

from sandbox.worker.call import Json

_ALPHABET = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_BASE32 = re.compile(r"[A-Z2-7]{16,}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){8,}")


def leaked(text: str, value: str) -> bool:
    """Whether a text gives a value away."""
    return any(value in reading or value.lower() in reading.lower() for reading in _readings(text))


def strings(value: Json) -> Iterator[str]:
    """Every text in a value, keys included."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif value is not None:
        yield str(value)


def _readings(text: str) -> Iterator[str]:
    yield from (text, text[::-1], unquote(text), unquote_plus(text), html.unescape(text))
    yield re.sub(r"\\(?:u00|x)([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"\\(.)", r"\1", text)
    for found in _HEX.findall(text):
        yield from _texts(bytes.fromhex(re.sub(r"[ :]", "", found)))
    for found in _BASE32.findall(text):
        yield from _texts(_unpacked(base64.b32decode, found, 8))
    for found in _ALPHABET.findall(text):
        plain = found.replace("-", "+").replace("_", "/")
        for at in range(4):
            data = _unpacked(base64.b64decode, plain[at:], 4)
            yield from _texts(data)
            yield from (each.decode("utf-16-le", "replace") for each in (data, data[1:]))


def _unpacked(decode: Callable[[str], bytes], text: str, group: int) -> bytes:
    """Read as much of a text as makes whole groups, or all of it."""
    try:
        return decode(text + "=" * (-len(text) % group))
    except binascii.Error:
        return decode(text[: len(text) // group * group])


def _texts(data: bytes) -> Iterator[str]:
    yield from (data.decode("utf-8", "replace"), data.decode("latin-1"))
