"""Requests that were right until something happened to them."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz.request import JSON, Request, encoded

Payload = dict[str, Any]
_HEADERS = {"content-type": JSON}
_DEEP = 10_000


def truncated(body: bytes, chance: Random) -> bytes:
    """The beginning alone."""
    return body[: chance.randrange(len(body))]


def flipped(body: bytes, chance: Random) -> bytes:
    """Some bits are others."""
    changed = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def no_utf8(body: bytes, chance: Random) -> bytes:
    """Bytes of no character, among them half of a pair."""
    at = chance.randrange(len(body))
    return body[:at] + chance.choice((b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80")) + body[at:]


def doubled(body: bytes, chance: Random) -> bytes:
    """Keys that are there twice."""
    other = chance.choice((b'"query":"{me{id}}",', b'"variables":{"a":1},', b'"query":null,'))
    return b"{" + other + body[1:]


def numbers(body: bytes, chance: Random) -> bytes:
    """Numbers that are none, or too large for one."""
    value = chance.choice(("NaN", "Infinity", "-1e999", "1" * 5_000, "1e400", "0x10", "-0", "01"))
    return body.replace(b'"variables":{', f'"variables":{{"n":{value},'.encode(), 1)


def nested(_body: bytes, chance: Random) -> bytes:
    """Arrays in arrays, or objects in objects, to a depth that no reader should follow."""
    opened, closed = chance.choice((("[", "]"), ('{"a":', "}")))
    depth = chance.choice((200, _DEEP))
    value = opened * depth + "1" + closed * depth
    text = (
        "mutation ($v: JSON) { configurePlugin(input: {instance: 1, settings: $v}) { __typename } }"
    )
    return f'{{"query": {json.dumps(text)}, "variables": {{"v": {value}}}}}'.encode()


def surrogates(body: bytes, chance: Random) -> bytes:
    """Half of a pair of code units, escaped as JSON allows."""
    return body.replace(b'":"', chance.choice((b'":"\\ud800', b'":"\\udfff\\ud800', b'":"\\u0000')))


BREAKS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(truncated, flipped, no_utf8, doubled, numbers, nested, surrogates),
)


def broken_body(payload: Payload, chance: Random) -> Request:
    """The payload with a fault in its bytes."""
    return Request(chance.choice(BREAKS)(encoded(payload), chance), headers=_HEADERS)


def broken_document(payload: Payload, chance: Random) -> Payload:
    """The payload with a fault in its document: a piece is missing, twice, or elsewhere."""
    text = str(payload["query"])
    start, end = sorted((chance.randrange(len(text)), chance.randrange(len(text))))
    piece = text[start:end]
    changed = chance.choice(
        (
            text[:start] + text[end:],
            text[:end] + piece + text[end:],
            text[:start] + piece[::-1] + text[end:],
            text.replace("{", chance.choice('([{"\0'), 1),
            text.replace("__typename", chance.choice(("nobody", "...", "on", "\ufeff__typename"))),
        )
    )
    return payload | {"query": changed}


def broken_types(payload: Payload, chance: Random) -> Any:  # noqa: ANN401 - any JSON
    """The payload with a value of another type somewhere."""
    other: Any = chance.choice((None, 1, 1.5, "text", [], {}, True, [[]], {"$gt": ""}, 2**53))
    variables = dict(payload.get("variables") or {})
    if variables and chance.random() < 0.6:
        variables[chance.choice(sorted(variables))] = other
        return payload | {"variables": variables}
    key = chance.choice(("query", "variables", "operationName", "extensions", None))
    return other if key is None else payload | {key: other}


def broken_headers(payload: Payload, chance: Random) -> Request:
    """The payload under headers, an address or a method that do not fit."""
    body = encoded(payload)
    types = ("text/plain", "application/graphql", "multipart/form-data; boundary=x", "", "a/b;;=")
    accepts = ("text/html", "image/png", "*/*;q=0", ",;q=x", "text/event-stream", "application/*")
    charset = {"content-type": f"{JSON}; charset={chance.choice(('utf-16', 'x', '%00'))}"}
    return chance.choice(
        (
            Request(body, headers={"content-type": chance.choice(types)}),
            Request(body, headers=_HEADERS | {"accept": chance.choice(accepts)}),
            Request(body, headers=charset),
            Request(body, headers=_HEADERS | {"content-encoding": "gzip"}),
            Request(body, headers=_HEADERS | {"origin": "https://elsewhere.example"}),
            Request(body, headers=_HEADERS | {"authorization": "Basic eDp5"}),
            Request(body, headers=_HEADERS, path="/graphql/stream?token=nobody"),
            Request(body, headers=_HEADERS, path="/graphql?query=%ff%00"),
            Request(body, headers=_HEADERS, method=chance.choice(("PUT", "DELETE", "PATCH"))),
            Request(headers={}, method=chance.choice(("GET", "HEAD", "OPTIONS", "TRACE"))),
        )
    )


def broken(payload: Payload, chance: Random) -> Request:
    """The payload with a fault of any kind."""
    if chance.random() < 0.2:
        return broken_headers(payload, chance)
    if chance.random() < 0.4:
        return broken_body(payload, chance)
    changed = (broken_document if chance.random() < 0.5 else broken_types)(payload, chance)
    return Request(json.dumps(changed).encode(), headers=_HEADERS)
