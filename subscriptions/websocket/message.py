"""The messages of ``graphql-transport-ws``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from subscriptions.answer import Answer
from subscriptions.errors import BadRequest
from subscriptions.request import GraphQLRequest
from subscriptions.websocket.close import Closed, Code

ACK = b'{"type":"connection_ack"}'
PING = b'{"type":"ping"}'
PONG = b'{"type":"pong"}'


@dataclass(frozen=True, slots=True)
class Init:
    """The client says who it is."""

    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ping:
    """The client wants to hear something."""


@dataclass(frozen=True, slots=True)
class Pong:
    """The client is there."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The client starts an operation, of whatever kind."""

    id: str
    request: GraphQLRequest


@dataclass(frozen=True, slots=True)
class Complete:
    """The client has lost interest in an operation."""

    id: str


Message = Init | Ping | Pong | Subscribe | Complete


def parse(text: str) -> Message:
    """Read a client's message.

    Raises:
        Closed: it is none of the protocol.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _invalid("The message is no JSON") from None
    if not isinstance(value, dict):
        raise _invalid("The message is no object")
    match value.get("type"):
        case "connection_init":
            return Init(_payload(value))
        case "ping":
            _payload(value)
            return Ping()
        case "pong":
            _payload(value)
            return Pong()
        case "subscribe":
            return Subscribe(_id(value), _request(value))
        case "complete":
            return Complete(_id(value))
    raise _invalid("The message has no type of this protocol")


def next_message(operation: str, body: bytes) -> bytes:
    """A result."""
    return orjson.dumps({"id": operation, "type": "next", "payload": orjson.Fragment(body)})


def error_message(operation: str, answer: Answer) -> bytes:
    """The errors of an operation that was not executed."""
    return orjson.dumps({"id": operation, "type": "error", "payload": answer.errors})


def complete_message(operation: str) -> bytes:
    """No more results."""
    return orjson.dumps({"id": operation, "type": "complete"})


def _payload(value: Mapping[str, Any]) -> Mapping[str, Any]:
    payload = value.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise _invalid("The payload is no object")
    return payload or {}


def _id(value: Mapping[str, Any]) -> str:
    identifier = value.get("id")
    if not isinstance(identifier, str) or not identifier:
        raise _invalid("The id is no string, or empty")
    return identifier


def _request(value: Mapping[str, Any]) -> GraphQLRequest:
    try:
        return GraphQLRequest.parse(value.get("payload"))
    except BadRequest as error:
        raise _invalid(error.message) from None


def _invalid(reason: str) -> Closed:
    return Closed(Code.BAD_REQUEST, reason)
