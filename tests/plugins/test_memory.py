"""plugin-memory keeps what it knows of people in SQL tables of its own, beyond its worker."""

import hashlib
from urllib.parse import quote
from uuid import UUID

import pytest

from tests.people import People
from tests.plugins.releases import MEMORY
from tests.plugins.tenant import configure, in_use, provider, service
from tests.serving import Json

STORAGE = ["storage.read", "storage.write"]


def elizas_id(text: str) -> str:
    """What elizaOS makes of a text that is no UUID."""
    digest = bytearray(hashlib.sha1(quote(text, safe="!~*'()").encode()).digest()[:16])  # noqa: S324 - elizaOS's
    digest[8] = digest[8] & 0x3F | 0x80
    digest[6] &= 0x0F
    return str(UUID(bytes=bytes(digest)))


@pytest.fixture(scope="module")
async def instance(people: People) -> str:
    return await in_use(people, MEMORY, permissions=STORAGE)


async def store(people: People, instance: str, content: str) -> Json:
    """Have it remember something of the caller."""
    agent = elizas_id(people.demo)
    memory = {
        "agentId": agent,
        "entityId": elizas_id(f"{agent}:caller"),
        "category": "semantic",
        "content": content,
        "confidence": 0.9,
        "metadata": {"why": ["said so"]},
    }
    return await service(people, instance, "memory", "storeLongTermMemory", memory)


async def recalled(people: People, instance: str) -> set[str]:
    """What its provider tells of the caller."""
    told = await provider(people, instance, "LONG_TERM_MEMORY")
    found = {each["content"] for each in told["data"]["memories"]}
    assert all(content in told["text"] for content in found)
    return found


async def test_it_remembers_also_in_another_process(people: People, instance: str) -> None:
    assert await recalled(people, instance) == set()
    stored = await store(people, instance, "likes the sea")
    assert stored["id"]
    assert await recalled(people, instance) == {"likes the sea"}
    await configure(people, instance, oneShot=True)
    assert await recalled(people, instance) == {"likes the sea"}
    await store(people, instance, "is called Ann")
    assert await recalled(people, instance) == {"likes the sea", "is called Ann"}
