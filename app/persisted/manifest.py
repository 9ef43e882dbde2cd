"""The operator's list of operations, as the tools of Apollo and of Relay write it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from app.errors import InvalidSetting

_SETTING = "ONE_PERSISTED_OPERATIONS"
_APOLLO = "apollo-persisted-query-manifest"
_FORM = 'Write {"HASH": "DOCUMENT", ...} as Relay does, or the manifest of Apollo.'


def read_manifest(path: Path) -> Mapping[str, str]:
    """The documents of a manifest, by hash.

    Raises:
        InvalidSetting: there is no such file, or it is no manifest.
    """
    try:
        listed = _documents(orjson.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InvalidSetting(f"{_SETTING}={path}: it cannot be read: {error}", _FORM) from error
    if not all(isinstance(text, str) for text in listed.values()):
        raise InvalidSetting(f"{_SETTING}={path}: not every document is a text.", _FORM)
    return listed


def _documents(manifest: Any) -> dict[str, str]:  # noqa: ANN401 - whatever the file holds
    if not isinstance(manifest, dict):
        raise TypeError("it is no JSON object")
    if manifest.get("format") == _APOLLO:
        return {operation["id"]: operation["body"] for operation in manifest["operations"]}
    return dict(manifest)
