"""What an answer tells of somebody else."""

import json
import re
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Iterator
from typing import Any

from tests.fuzz.operation import Operation

_HEX = re.compile(r"[0-9a-f]{24}")
_CURSOR = re.compile(r'"([A-Za-z0-9_-]{12,}={0,2})\\?"')
_DECODER = json.JSONDecoder()
_CONTENT = ("totalCount", "nodes", "edges")
_LISTS = ("connections", "events", "knowledge", "executions", "instances", "things")


def leaks(answer: str, sent: str, marker: str, ids: frozenset[str]) -> list[str]:
    """What is another tenant's in an answer, and was not in the question."""
    plain = answer + " ".join(_cursors(answer))
    told = set(_HEX.findall(plain)) & ids - set(_HEX.findall(sent))
    for text in re.findall(rf"{marker}[a-z-]*", sent):
        plain = plain.replace(text, "")
    at = plain.find(marker)
    words = [plain[max(0, at - 80) : at + 80]] if at >= 0 else []
    return sorted(told) + words


def _cursors(answer: str) -> Iterator[str]:
    """What is written in cursors, which anybody can read."""
    for text in _CURSOR.findall(answer):
        try:
            yield urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode(errors="ignore")
        except Error:
            continue


def counted(operation: Operation, answer: str, ids: frozenset[str]) -> list[str]:
    """What a list holds that was asked for by another tenant's id."""
    sent = f"{operation.document} {operation.variables}"
    asked = set(_HEX.findall(sent)) & ids
    if operation.root not in _LISTS or not asked:
        return []
    pages = [(result["data"] or {}).get(operation.root) or {} for result in _results(answer)]
    held = [{key: page[key] for key in _CONTENT if page.get(key)} for page in pages]
    return [f"{page} of {asked}" for page in held if page]


def _results(answer: str) -> Iterator[Any]:
    """What was executed, whatever carried it."""
    for found in re.finditer(r'\{"data":', answer):
        yield _DECODER.raw_decode(answer, found.start())[0]
