"""Batching and caching within the server: a longer list reads the database no more often."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from pymongo import AsyncMongoClient

from app.settings import Settings
from tests.e2e.writing import write
from tests.people import People
from tests.serving import ServerProcess

THINGS = 10
NESTED = """query ($g: ID!, $n: Int) {
  group(id: $g) { things(type: ["blog_post"], first: $n) { nodes {
    group { name } connections { nodes { from { id } } }
    events { nodes { actor { id } } } } } } }"""
Count = Callable[[int], Awaitable[int]]


@pytest.fixture
async def reads(public: ServerProcess, people: People) -> AsyncIterator[Count]:
    """Counts what MongoDB itself says it was asked for by a query for so many things."""
    client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(public.mongodb_uri)
    database = client[Settings().mongodb_database]
    nodes = [f"{database.name}.{name}" for name in ("groups", "people", "connections", "events")]

    async def count(first: int) -> int:
        begun = await database["system.profile"].count_documents({"ns": {"$in": nodes}})
        data = await people.owner.data(NESTED, g=people.demo, n=first)
        assert len(data["group"]["things"]["nodes"]) == first
        ended = await database["system.profile"].count_documents({"ns": {"$in": nodes}})
        return ended - begun

    await database.command("profile", 2)
    yield count
    await database.command("profile", 0)
    await client.close()


async def test_relations_of_a_list_are_read_together(people: People, reads: Count) -> None:
    for number in range(THINGS):
        given = {"group": people.demo, "type": "blog_post", "name": f"Post {number}"}
        made = await write(people.owner, "createThing", "thing { id }", **given)
        ends = {"from": people.demo, "to": made["thing"]["id"], "type": "owns"}
        await write(people.owner, "connect", group=people.demo, **ends)
    assert 0 < await reads(THINGS) <= await reads(2)
