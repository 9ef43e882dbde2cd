"""Reading event streams."""

import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx

STREAM = {"accept": "text/event-stream"}


class Event(NamedTuple):
    """An event; comments are none."""

    name: str
    data: Any


async def events_of(response: httpx.Response) -> AsyncIterator[Event]:
    """The events of a stream, until it ends or breaks off."""
    fields: dict[str, str] = {}
    try:
        async for line in response.aiter_lines():
            if line:
                name, _, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
            elif "event" in fields:
                data = fields.get("data")
                yield Event(fields["event"], json.loads(data) if data else None)
                fields.clear()
    except httpx.RemoteProtocolError:
        return
