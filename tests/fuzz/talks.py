"""What is sent because of one operation, over three transports."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, TypeAlias

import httpx
from graphql import OperationType

from tests.fuzz.broken import broken
from tests.fuzz.conversation import Conversation
from tests.fuzz.hostile import attack
from tests.fuzz.judge import complaint
from tests.fuzz.operation import Operation
from tests.fuzz.request import EVENTS, JSON, Request, get, post
from tests.fuzz.socket_talk import spoken, wrong
from tests.fuzz.stream_talk import StreamTalk

Talk: TypeAlias = Request | Conversation | StreamTalk
PER_OPERATION = 8
_RESPONSE = "application/graphql-response+json"
_LONGEST_ADDRESS = 8_000  # that the client library sends


async def answer_to(
    talk: Talk, client: httpx.AsyncClient, token: str | None
) -> tuple[str | None, str]:
    """What is wrong with the answers to a talk, or None; and the answers."""
    if isinstance(talk, Request):
        reply = await talk.send(client, token)
        return complaint(reply), f"{reply.status} {reply.text}"
    if isinstance(talk, StreamTalk):
        return await talk.hold(client, token)
    found, heard = await talk.hold(str(client.base_url).rstrip("/"), token)
    return found, "\n".join(heard)


def talks(one: Operation, other: Operation, chance: Random) -> Iterator[Talk]:
    """An operation as it is, broken, and something hostile: ``PER_OPERATION`` in all."""
    payload = one.payload()
    yield post(payload, chance.choice((JSON, _RESPONSE, "*/*")))
    yield spoken([one, other])
    yield _by_another_way(one, other, chance)
    yield broken(payload, chance)
    yield broken(payload, chance)
    yield wrong(payload, chance)
    yield post(attack(chance))
    yield _together(payload, other, chance)


def _by_another_way(one: Operation, other: Operation, chance: Random) -> Talk:
    payload = one.payload()
    if one.kind is OperationType.SUBSCRIPTION or chance.random() < 0.3:
        return post(payload, EVENTS)
    if chance.random() < 0.3:
        return StreamTalk(
            other.payload(),
            connected=chance.random() < 0.8,
            forged=chance.random() < 0.2,
            repeated=chance.random() < 0.3,
        )
    request = get(payload, chance.choice((JSON, EVENTS, _RESPONSE)))
    return request if len(request.path) < _LONGEST_ADDRESS else post(payload, EVENTS)


def _together(payload: Mapping[str, Any], other: Operation, chance: Random) -> Request:
    """A batch, some of them too long, empty or of other things than operations."""
    batch: list[Any] = [payload, other.payload()] * chance.choice((1, 1, 2, 5, 50))
    odd = chance.random()
    if odd < 0.1:
        batch.append(chance.choice((None, 1, [], {}, "text")))
    return post(batch if odd < 0.9 else [attack(chance), *batch[:2]])
