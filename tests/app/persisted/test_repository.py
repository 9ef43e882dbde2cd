"""What is registered is bounded, by caller and in total."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.database import Database
from app.documents import DOCUMENTS
from app.persisted.operation import KEPT
from app.persisted.repository import PersistedOperationRepository
from app.record import now


@pytest.fixture
async def repository(mongodb_uri: str) -> AsyncIterator[PersistedOperationRepository]:
    """A store of its own, small."""
    opened = Database(mongodb_uri, "persisted_operations_test")
    await opened.open(DOCUMENTS)
    made = PersistedOperationRepository(opened, per_caller=3, in_total=5)
    await made.collection.delete_many({})
    yield made
    await opened.close()


async def register(repository: PersistedOperationRepository, owner: str | None, *ids: str) -> None:
    for given in ids:
        await repository.register(given, f"{{ {given} }}", owner)


async def kept(repository: PersistedOperationRepository, ids: str) -> str:
    return "".join([given for given in ids if await repository.text(given)])


async def test_the_latest_of_a_caller_are_kept(repository: PersistedOperationRepository) -> None:
    await register(repository, "one", *"abcde")
    assert await kept(repository, "abcde") == "cde"


async def test_strangers_make_room_for_one_another_and_for_nobody_else(
    repository: PersistedOperationRepository,
) -> None:
    await register(repository, "one", "a")
    await register(repository, None, *"bcdefgh")
    assert await kept(repository, "abcdefgh") == "afgh"


async def test_all_of_them_together_are_bounded(repository: PersistedOperationRepository) -> None:
    await register(repository, "one", *"abc")
    await register(repository, "two", *"def")
    assert await kept(repository, "abcdef") == "bcdef"


async def test_what_is_registered_again_stays_its_owner_s_and_is_kept_longer(
    repository: PersistedOperationRepository,
) -> None:
    await register(repository, "one", *"ab")
    await repository.collection.update_one({"_id": "a"}, {"$set": {"expires_at": now()}})
    await register(repository, None, "a")
    found = await repository.get("a")
    assert found is not None
    assert found.owner == "one"
    assert found.expires_at > now() + KEPT - timedelta(minutes=1)


async def test_mongodb_forgets_what_has_expired(repository: PersistedOperationRepository) -> None:
    indexes = await repository.collection.index_information()
    expiring = [index for index in indexes.values() if "expireAfterSeconds" in index]
    assert [(index["key"], index["expireAfterSeconds"]) for index in expiring] == [
        ([("expires_at", 1)], 0)
    ]
