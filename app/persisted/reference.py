"""How a request names a persisted operation: ``extensions.persistedQuery``."""

import re
from collections.abc import Mapping
from typing import Any

from app.errors import InvalidInput

_VERSION = 1
_HASH = re.compile(r"[0-9A-Za-z_.:-]{1,128}")
_FORM = 'Send {"persistedQuery": {"version": 1, "sha256Hash": "..."}}.'


def hash_in(extensions: Mapping[str, Any] | None) -> str | None:
    """The hash that a request's ``extensions`` name, or None.

    Raises:
        InvalidInput: ``persistedQuery`` is none of version 1 with a hash.
    """
    reference = (extensions or {}).get("persistedQuery")
    if reference is None:
        return None
    if not isinstance(reference, Mapping) or reference.get("version") != _VERSION:
        raise InvalidInput("extensions.persistedQuery is not of version 1.", _FORM)
    given = reference.get("sha256Hash")
    if not isinstance(given, str) or not _HASH.fullmatch(given):
        raise InvalidInput("extensions.persistedQuery.sha256Hash is no hash.", _FORM)
    return given
