"""Events as they stand in an event stream."""

import orjson

HEARTBEAT = b":\n\n"
COMPLETE = b"event: complete\ndata: \n\n"


def next_event(body: bytes) -> bytes:
    """A result; JSON has no line breaks of its own, so one ``data`` line holds it."""
    return b"event: next\ndata: " + body + b"\n\n"


def next_of(operation: str, body: bytes) -> bytes:
    """A result of one of several operations."""
    return next_event(orjson.dumps({"id": operation, "payload": orjson.Fragment(body)}))


def complete_of(operation: str) -> bytes:
    """The end of one of several operations."""
    return b"event: complete\ndata: " + orjson.dumps({"id": operation}) + b"\n\n"
