"""JSON values of strangers, kept as bytes.

MongoDB's own form has limits that JSON has not: depth, ``$`` and NUL in keys, 64-bit integers.
"""

from typing import Any

import orjson

Packed = bytes


def pack(value: Any) -> Packed:  # noqa: ANN401 - any JSON
    """The bytes to store.

    Raises:
        TypeError: the value is no JSON.
    """
    return orjson.dumps(value)


def unpack(stored: Packed | None) -> Any:  # noqa: ANN401 - any JSON
    """The value behind stored bytes; None for None."""
    return None if stored is None else orjson.loads(stored)
