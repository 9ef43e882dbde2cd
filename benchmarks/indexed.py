"""Waiting until a server has read the registry and embedded every passage."""

import asyncio
from typing import Any

from pymongo import AsyncMongoClient

from app.embedded.lock import read_running
from app.settings import Settings
from tests.serving import GraphQLClient, ServerProcess

SYNC = "subscription { syncProgress { done total message } }"
WAITING = {"type": "chunk", "metadata.embedded": {"$exists": False}}
PATIENCE_SECONDS = 600


async def until_indexed(server: ServerProcess, client: GraphQLClient) -> int:
    """The number of passages, once all of them can be found by meaning."""
    await client.all_updates(SYNC)
    running = read_running(server.data_dir)
    assert running is not None
    database = Settings.model_fields["mongodb_database"].default
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(running.mongodb_uri)
    async with mongo, asyncio.timeout(PATIENCE_SECONDS):
        knowledge = mongo[database].knowledge
        while await knowledge.count_documents(WAITING):  # noqa: ASYNC110 - nothing signals it
            await asyncio.sleep(0.5)
        return await knowledge.count_documents({"type": "chunk"})
