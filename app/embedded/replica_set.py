"""Making a mongod that was just started a replica set of one that takes writes."""

import asyncio
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

NAME = "one"
PAUSE_SECONDS = 0.005


async def until_writable(uri: str, socket: str, member: str) -> None:
    """Wait until the mongod on ``socket`` is primary; initiate its replica set if it has none.

    ``member`` is the address under which it finds itself.
    """
    await _until_listening(socket)
    async with AsyncMongoClient[dict[str, Any]](uri, serverSelectionTimeoutMS=1000) as client:
        while not await _is_primary(client, member):  # noqa: ASYNC110 - nothing signals it
            await asyncio.sleep(PAUSE_SECONDS)


async def _until_listening(socket: str) -> None:
    """Poll the bare socket: a client that fails once waits half a second before it tries again."""
    while True:
        try:
            _, writer = await asyncio.open_unix_connection(socket)
        except OSError:
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            writer.close()
            return await writer.wait_closed()


async def _is_primary(client: AsyncMongoClient[dict[str, Any]], member: str) -> bool:
    try:
        state = await client.admin.command("hello")
        if "setName" not in state:
            members = [{"_id": 0, "host": member}]
            await client.admin.command("replSetInitiate", {"_id": NAME, "members": members})
    except PyMongoError:  # between two states it refuses questions; the caller has the deadline
        return False
    return bool(state["isWritablePrimary"] and "setName" in state)
