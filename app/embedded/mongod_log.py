"""What mongod wrote before it ended, in words for the person who started it."""

from pathlib import Path
from typing import Any

import orjson

from app.errors import ServiceUnavailable

SHOWN_LINES = 3
SHOWN_CHARACTERS = 200
PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}
MENDS = {
    "DBPathInUse": "Another mongod uses this folder: end it, or set ONE_DATA_DIR to another one.",
    "No space left on device": "Free some space, or set ONE_DATA_DIR to a folder with more.",
}


def explain(path: Path, fate: str) -> ServiceUnavailable:
    """Why mongod met its ``fate``, such as "did not start", from its log at ``path``."""
    log = path.read_text(errors="replace")
    lines = [line for line in log.splitlines() if line]
    reason = "\n".join(_reasons(lines)) or "mongod wrote nothing."
    hint = mend(log) or f"The whole log: {path}"
    return ServiceUnavailable(f"The embedded MongoDB {fate}:\n{reason}", hint)


def _reasons(lines: list[str]) -> list[str]:
    entries = [_parse(line) for line in lines]
    plain = [line for line, entry in zip(lines, entries, strict=True) if entry is None]
    grave = [_sentence(entry) for entry in entries if entry and entry.get("s") in ("F", "E")]
    last = [_sentence(entry) for entry in entries[-SHOWN_LINES:] if entry]
    return (plain + grave)[:SHOWN_LINES] or last


def _parse(line: str) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return entry


def _sentence(entry: dict[str, Any]) -> str:
    attributes = entry.get("attr", {})
    detail = attributes.get("error") or attributes.get("message") or attributes
    text = f"{entry.get('msg')}: {detail}" if detail else str(entry.get("msg"))
    return text[:SHOWN_CHARACTERS]


def mend(log: str) -> str | None:
    """The command for what mongod complains about in its log, where it is known."""
    missing = {package for library, package in PACKAGES.items() if f"libraries: {library}:" in log}
    if missing:
        return f"apt-get install {' '.join(sorted(missing))}"
    return next((mend for sign, mend in MENDS.items() if sign in log), None)
