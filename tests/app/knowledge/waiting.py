"""Waiting for work in the background."""

import asyncio
from collections.abc import Awaitable, Callable

from app.database import Database
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.passage_repository import PassageRepository

MODEL = "all-MiniLM-L6-v2"


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Return when the condition holds; fail when it does not within 20 seconds."""
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - the condition has no event to wait for
            await asyncio.sleep(0.02)


async def until_embedded(indexer: KnowledgeIndexer, database: Database) -> None:
    """Return when every passage has its vector and every vector its passage."""
    passages = PassageRepository(database)

    async def nothing_waits() -> bool:
        waiting = await passages.without_vector(MODEL, 1) or await passages.remnants(1)
        return indexer.ready and not waiting

    await until(nothing_waits)
