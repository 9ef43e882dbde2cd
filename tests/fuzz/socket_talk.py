"""What clients say over WebSockets, in order and out of it."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from graphql import OperationType

from tests.fuzz.broken import BREAKS, broken_document, broken_types
from tests.fuzz.conversation import INIT, Conversation, Frame, message
from tests.fuzz.operation import Operation

Payload = dict[str, Any]


def spoken(operations: Sequence[Operation]) -> Conversation:
    """Operations side by side, as the protocol has it."""
    named = [(str(number), each) for number, each in enumerate(operations)]
    awaited = [name for name, each in named if each.kind is not OperationType.SUBSCRIPTION]
    frames = [message("subscribe", id=name, payload=each.payload()) for name, each in named]
    ends = [message("complete", id=name) for name, _ in named if name not in awaited]
    return Conversation([INIT, *frames, message("ping"), *ends], frozenset(awaited))


def garbled(payload: Payload, chance: Random) -> Conversation:
    """A frame whose bytes, document or values are broken, and a sound one after it."""
    sound = message("subscribe", id="sound", payload=payload)
    frame = chance.choice(
        (
            Frame(chance.choice(BREAKS)(sound.data, chance)),
            _subscribe(broken_document(payload, chance)),
            _subscribe(broken_types(payload, chance)),
            Frame(sound.data, text=False),
            Frame(b"[" + sound.data + b"]"),
            Frame(chance.choice((b"", b"null", b"1", b'"x"', b"[]", b"{}", b"\0"))),
        )
    )
    return Conversation([INIT, frame, sound])


def disordered(payload: Payload, chance: Random) -> Conversation:
    """Sound frames, in an order or number that the protocol does not have."""
    one = message("subscribe", id="1", payload=payload)
    orders: tuple[Sequence[Frame], ...] = (
        [one],
        [INIT, INIT],
        [INIT, one, one],
        [INIT, one, INIT],
        [INIT, message("complete", id="9"), message("pong"), one, message("complete", id="1")],
        [message("ping"), INIT, *[message("ping", payload={"n": n}) for n in range(50)]],
        [INIT, *[message("subscribe", id=str(n), payload=payload) for n in range(120)]],
        [INIT, *[one, message("complete", id="1")] * 20],
        [],
    )
    protocol = chance.choice(("graphql-transport-ws",) * 6 + ("graphql-ws", "nobody", None))
    frames = chance.choice(orders)
    return Conversation(frames, subprotocol=protocol, abrupt=chance.random() < 0.3)


def misshapen(payload: Payload, chance: Random) -> Conversation:
    """Messages that lack a member, or have one of another type."""
    odd: Any = chance.choice((None, 1, [], {}, "", {"$gt": ""}, "x" * 100_000, "\0", True))
    frame = chance.choice(
        (
            _subscribe(odd),
            _subscribe(payload, id=odd),
            _subscribe(payload, type=odd),
            Frame(json.dumps({"type": "connection_init", "payload": odd}).encode()),
            Frame(json.dumps({"type": "ping", "payload": odd}).encode()),
            Frame(json.dumps({"type": "complete", "id": odd}).encode()),
            Frame(json.dumps({"type": "complete"}).encode()),
        )
    )
    authorization = message("connection_init", payload={"Authorization": odd})
    return Conversation([chance.choice((INIT, INIT, authorization)), frame])


def _subscribe(payload: object, **other: object) -> Frame:
    members = {"id": "1", "type": "subscribe", "payload": payload} | other
    return Frame(json.dumps(members).encode())


_WRONG: tuple[Callable[[Payload, Random], Conversation], ...] = (garbled, disordered, misshapen)


def wrong(payload: Payload, chance: Random) -> Conversation:
    """A conversation that goes wrong in any way."""
    return chance.choice(_WRONG)(payload, chance)
