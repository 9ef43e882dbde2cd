"""A small API of operations that take long, fail or never end, to see how transports bear them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any

import strawberry
from strawberry.tools import create_type

from schema.access import Open

SECONDS = 0.2


class Diary:
    """What became of the operations, in order."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self._news = asyncio.Condition()

    async def note(self, entry: str) -> None:
        self.entries.append(entry)
        async with self._news:
            self._news.notify_all()

    async def wait_for(self, *entries: str) -> None:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: set(entries) <= set(self.entries))


diary = Diary()
Name = Annotated[str, strawberry.argument(description="Goes into the diary.")]


async def _take_time(name: str, seconds: float) -> str:
    await diary.note(f"{name} began")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        await diary.note(f"{name} broken off")
        raise
    await diary.note(f"{name} ended")
    return name


async def wait(name: Name, seconds: float = SECONDS) -> str:
    return await _take_time(name, seconds)


async def write(name: Name, seconds: float = SECONDS) -> str:
    return await _take_time(name, seconds)


async def fault() -> str:
    raise ZeroDivisionError("a secret of the server")


async def follow(name: Name) -> AsyncGenerator[int]:
    try:
        for number in range(1_000_000):
            yield number
            await asyncio.sleep(0.01)
    finally:
        await diary.note(f"{name} closed")


async def silence() -> AsyncGenerator[int]:
    await asyncio.Event().wait()
    yield 0


async def flood(name: Name) -> AsyncGenerator[str]:
    try:
        while True:
            yield "x" * 100_000
    finally:
        await diary.note(f"{name} closed")


async def broken() -> AsyncGenerator[int]:
    yield 1
    raise ZeroDivisionError("a secret of the server")


def _root(name: str, declare: Callable[..., Any], *resolvers: Callable[..., Any]) -> type:
    fields = [
        declare(resolver=resolver, name=resolver.__name__, description="...", extensions=[Open()])
        for resolver in resolvers
    ]
    return create_type(name, fields, description="To be tried.")


Query = _root("Query", strawberry.field, wait, fault)
Mutation = _root("Mutation", strawberry.mutation, write)
Subscription = _root("Subscription", strawberry.subscription, follow, silence, flood, broken)
