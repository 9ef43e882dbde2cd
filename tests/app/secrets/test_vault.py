"""Secrets as they lie in MongoDB, and who can read them."""

from collections.abc import AsyncIterator

import pytest

from app.database import Database
from app.documents import DOCUMENTS
from app.errors import SecretUnreadable
from app.identifiers import Kind, new_id
from app.secrets.cipher_key import CipherKey, new_cipher_key
from app.secrets.given import GivenSecret
from app.secrets.master_keys import MasterKeys
from app.secrets.stored_secret import StoredSecret
from app.secrets.vault import Vault

VALUE = "sk-live-0123456789"
MASTER = new_cipher_key()


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, "vault")
    await opened.open(DOCUMENTS)
    yield opened
    await opened.close()


@pytest.fixture
def vault(database: Database) -> Vault:
    return Vault(database, MasterKeys.of(MASTER))


@pytest.fixture
def place() -> tuple[str, str]:
    """A group and an instance."""
    return new_id(Kind.GROUP), new_id(Kind.THING)


async def keep(database: Database, vault: Vault, place: tuple[str, str], *keys: str) -> None:
    given = [GivenSecret(key, VALUE, hosts=("api.example.com",)) for key in keys or ("API_KEY",)]
    await database.transact(lambda session: vault.keep(*place, given, session))


async def test_what_was_kept_is_handed_out_again(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place)
    (secret,) = await vault.open(*place)
    assert (secret.key, secret.value, secret.hosts) == ("API_KEY", VALUE, ("api.example.com",))


async def test_nothing_in_the_database_gives_it_away(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place)
    rows = [row async for row in database.collection(StoredSecret).find({"instance": place[1]})]
    assert len(rows) == 1
    assert VALUE.encode() not in rows[0]["sealed"]
    assert MASTER.secret not in repr(rows).encode()


async def test_a_secret_that_was_moved_to_another_instance_does_not_open(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place)
    other = new_id(Kind.THING)
    await database.collection(StoredSecret).update_one(
        {"instance": place[1]}, {"$set": {"instance": other}}
    )
    with pytest.raises(SecretUnreadable, match="cannot be decrypted"):
        await vault.open(place[0], other)


async def test_a_secret_that_was_changed_does_not_open(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place)
    secrets = database.collection(StoredSecret)
    row = await secrets.find_one({"instance": place[1]})
    assert row
    bent = bytes([row["sealed"][0] ^ 1]) + row["sealed"][1:]
    await secrets.update_one({"_id": row["_id"]}, {"$set": {"sealed": bent}})
    with pytest.raises(SecretUnreadable):
        await vault.open(*place)


async def test_another_groups_key_does_not_open_it(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place)
    with pytest.raises(SecretUnreadable):
        await vault.open(new_id(Kind.GROUP), place[1])


async def test_a_secret_of_the_same_key_is_replaced_and_can_be_forgotten(
    database: Database, vault: Vault, place: tuple[str, str]
) -> None:
    await keep(database, vault, place, "A", "B")
    await keep(database, vault, place, "A")
    assert sorted(secret.key for secret in await vault.open(*place)) == ["A", "B"]
    await database.transact(lambda session: vault.forget(place[1], ["A"], session))
    assert [secret.key for secret in await vault.open(*place)] == ["B"]
    await database.transact(lambda session: vault.forget_all(place[1], session))
    assert await vault.open(*place) == ()


class TestRotation:
    async def test_keys_are_wrapped_anew_while_both_servers_read(
        self, database: Database, vault: Vault, place: tuple[str, str]
    ) -> None:
        await keep(database, vault, place)
        newer = new_cipher_key()
        rotated = Vault(database, MasterKeys.of(newer, MASTER))
        assert (await rotated.open(*place))[0].value == VALUE
        assert await rotated.rewrap() > 0
        ready = Vault(database, MasterKeys.of(MASTER, newer))  # knows it, and wraps not with it yet
        assert (await ready.open(*place))[0].value == VALUE
        assert await rotated.rewrap() == 0
        assert (await Vault(database, MasterKeys.of(newer)).open(*place))[0].value == VALUE
        await Vault(database, MasterKeys.of(MASTER, newer)).rewrap()

    async def test_without_the_former_key_it_says_which_is_missing(
        self, database: Database, vault: Vault, place: tuple[str, str]
    ) -> None:
        await keep(database, vault, place)
        stranger = Vault(database, MasterKeys.of(new_cipher_key()))
        with pytest.raises(SecretUnreadable, match=MASTER.id) as failure:
            await stranger.open(*place)
        assert "ONE_MASTER_KEYS_PREVIOUS" in str(failure.value.hint)


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    key = CipherKey(bytes(32))
    assert key.seal(b"x", "c") != key.seal(b"x", "c")
