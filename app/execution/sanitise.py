"""Making a call's parameters fit to be kept and shown."""

from typing import Any

from app.catalog.secret_name import looks_secret

BINARY = "$base64"
HIDDEN = "[hidden]"
_LONG = 10_000


def sanitise(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A copy without secrets by name, and with long binaries and texts shortened."""
    if isinstance(value, dict):
        if set(value) == {BINARY}:
            return {BINARY: _shorten(str(value[BINARY]))}
        return {
            key: HIDDEN if looks_secret(key) and item is not None else sanitise(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [sanitise(item) for item in value]
    return _shorten(value) if isinstance(value, str) else value


def _shorten(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[:_LONG]}... [{len(text)} characters]"
