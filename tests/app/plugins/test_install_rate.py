"""How many installs a group may ask for, whatever is asked at once or in vain."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import Principal
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.repository import PluginRepository
from app.database import Database
from app.documents import DOCUMENTS
from app.errors import InvalidInput, NameTaken, OneGraphError, PluginNotFound, RateLimited
from app.identifiers import Kind, new_id
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.ontology.person import Person
from app.ontology.role import Role
from app.plugins.install_service import InstallRequest, InstallService
from app.plugins.repository import InstallRepository
from app.secrets.cipher_key import new_cipher_key
from app.secrets.master_keys import MasterKeys
from app.secrets.vault import Vault
from app.settings import Settings

LIMIT = 3
NAME = "@example/plugin-counted"


def service(database: Database) -> InstallService:
    journal = Journal(JournalRepository(database), 100)
    return InstallService(
        database,
        journal,
        Settings(installs_per_hour=LIMIT),
        Vault(database, MasterKeys.of(new_cipher_key())),
        asyncio.Event(),
    )


@pytest.fixture(scope="module")
async def catalogue(mongodb_uri: str) -> AsyncIterator[Database]:
    database = Database(mongodb_uri, "install_rate")
    await database.open(DOCUMENTS)
    properties = PluginProperties(title="Counted")
    plugin = Plugin(name=NAME, unique_key=plugin_key(NAME), properties=properties)
    await PluginRepository(database).insert(plugin)
    yield database
    await database.close()


@pytest.fixture
async def services(catalogue: Database, mongodb_uri: str) -> AsyncIterator[list[InstallService]]:
    """Two servers of one database."""
    replica = Database(mongodb_uri, "install_rate")
    await replica.open(DOCUMENTS)
    yield [service(catalogue), service(replica)]
    await replica.close()


@pytest.fixture
def group() -> str:
    return new_id(Kind.GROUP)


async def install(service: InstallService, group: str, name: str, key: str | None = None) -> str:
    """The id of the new instance, or the code of the refusal."""
    person = Person(username="ada", display_name="Ada")
    caller = Caller(Principal(person, {group: Role.ORG_OWNER}), Permission.MANAGE_PLUGINS)
    request = InstallRequest(group, NAME, name=name, idempotency_key=key)
    try:
        return (await service.install(caller, request)).id
    except OneGraphError as refusal:
        return refusal.code


async def test_of_many_at_once_exactly_the_limit_is_queued(
    services: list[InstallService], group: str, catalogue: Database
) -> None:
    answers = await asyncio.gather(
        *(install(services[call % 2], group, f"name {call}") for call in range(50))
    )

    assert Counter(answers)[RateLimited.code] == 50 - LIMIT
    assert await InstallRepository(catalogue).count({"group": group}) == LIMIT


async def test_what_is_refused_does_not_count(services: list[InstallService], group: str) -> None:
    assert (await install(services[0], group, "taken")).startswith("thing_")
    refused = [await install(services[0], group, "taken") for _ in range(LIMIT)]
    refused += [await install(services[0], group, " ") for _ in range(LIMIT)]

    assert refused == [NameTaken.code] * LIMIT + [InvalidInput.code] * LIMIT
    left = [await install(services[1], group, f"name {call}") for call in range(LIMIT)]
    assert [answer[:6] for answer in left] == ["thing_"] * (LIMIT - 1) + ["RATE_L"]


async def test_repeats_under_one_key_count_once(services: list[InstallService], group: str) -> None:
    first = await asyncio.gather(
        *(install(services[call % 2], group, "same", key="k") for call in range(LIMIT))
    )
    later = [await install(services[0], group, "same", key="k") for _ in range(LIMIT)]

    assert len({*first, *later}) == 1
    left = [await install(services[1], group, f"name {call}") for call in range(LIMIT)]
    assert [answer[:6] for answer in left] == ["thing_"] * (LIMIT - 1) + ["RATE_L"]


async def test_a_plugin_that_is_not_there_does_not_count(
    services: list[InstallService], group: str
) -> None:
    person = Person(username="ada", display_name="Ada")
    caller = Caller(Principal(person, {group: Role.ORG_OWNER}), Permission.MANAGE_PLUGINS)
    for _ in range(LIMIT + 1):
        with pytest.raises(PluginNotFound):
            await services[0].install(caller, InstallRequest(group, "@example/nothing"))

    assert (await install(services[0], group, "first")).startswith("thing_")
