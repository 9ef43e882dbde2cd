"""What no answer may be, whatever was asked."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from tests.fuzz.request import EVENTS, Reply

_BROKEN = 500
_INTERNAL = re.compile(r'"code":\s*"INTERNAL"')
_EMPTY = {200, 202}  # of what is ended or begun by a request of its own
_TYPES = {"connection_ack", "next", "error", "complete", "ping", "pong"}
# Those of graphql-transport-ws; of RFC 6455: gone, not UTF-8, too big, try again later.
_CLOSES = {1000, 1001, 1007, 1009, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429}


def complaint(reply: Reply) -> str | None:
    """What is wrong with an HTTP response, or None."""
    if reply.status >= _BROKEN:
        return f"status {reply.status}"
    if _INTERNAL.search(reply.text):
        return "an error that nobody foresaw"
    if reply.media.startswith(EVENTS):
        return next(_bad_events(reply.text), None)
    if not reply.text and (reply.status in _EMPTY or reply.method == "HEAD"):
        return None
    if "json" in reply.media:
        return _bad_json(reply.text)
    return None if reply.status in (200, 201) else f"{reply.media!r} for status {reply.status}"


def _bad_json(text: str) -> str | None:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return "no JSON"
    results = value if isinstance(value, list) else [value]
    return next((found for each in results if (found := bad_result(each))), None)


def bad_result(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """What keeps a value from being a GraphQL result, or None."""
    if not isinstance(value, dict) or not {"data", "errors"} & value.keys():
        return "no GraphQL result"
    return bad_errors(value.get("errors", []))


def bad_errors(errors: Any) -> str | None:  # noqa: ANN401 - any JSON
    """What keeps a value from being a list of GraphQL errors, or None."""
    if not isinstance(errors, list):
        return "errors are no list"
    for error in errors:
        if not isinstance(error.get("message"), str):
            return "an error without a message"
        if not isinstance(error.get("extensions", {}).get("code"), str):
            return f"an error without a code: {error['message']}"
    return None


def _bad_events(text: str) -> Iterator[str]:
    events = text.split("\n\n")
    for event in events[:-1]:  # what follows the last blank line was cut off by us
        fields = dict(line.split(": ", 1) for line in event.split("\n") if ": " in line)
        if fields.get("event") == "next":
            value = orjson.loads(fields["data"])
            found = bad_result(value.get("payload", value))
            if found:
                yield found
        elif fields.get("event", "complete") != "complete":
            yield f"an event {fields['event']}"


def bad_message(text: str | bytes) -> str | None:
    """What is wrong with a message of the WebSocket protocol, or None."""
    if isinstance(text, bytes):
        return "a binary message"
    if _INTERNAL.search(text):
        return "an error that nobody foresaw"
    message = orjson.loads(text)
    if message["type"] not in _TYPES:
        return f"a message of type {message['type']}"
    if message["type"] == "next":
        return bad_result(message["payload"])
    return bad_errors(message["payload"]) if message["type"] == "error" else None


def bad_close(code: int | None) -> str | None:
    """What is wrong with the code of a socket that the server closed, or None."""
    return None if code in _CLOSES else f"closed with {code}"
