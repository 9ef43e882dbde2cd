"""What is kept of plugins' own databases: each agent's apart, and never older over newer."""

import asyncio

import pytest

from app.host.plugin_databases import MOST_DATABASE_BYTES, KeptDatabaseRepository
from app.identifiers import Kind, new_id
from sandbox.worker.host import HostCallFailed
from tests.app.host.hosts import Hosts


async def test_what_one_execution_keeps_the_next_one_loads(hosts: Hosts, instance: str) -> None:
    group = new_id(Kind.GROUP)
    assert await hosts.of(group, instance).database.load(0) == (0, None)
    assert await hosts.of(group, instance).database.save(0, b"first") == 1
    assert await hosts.of(group, instance).database.load(0) == (1, b"first")
    assert await hosts.of(group, instance).database.save(1, b"second") == 2
    assert await hosts.of(group, instance).database.load(1) == (2, b"second")


async def test_a_version_that_is_known_is_not_sent_again(hosts: Hosts, instance: str) -> None:
    database = hosts.of(instance=instance, agent=new_id(Kind.THING)).database
    await database.save(0, b"content")
    assert await database.load(1) == (1, None)


async def test_each_agent_and_each_instance_has_its_own(hosts: Hosts, instance: str) -> None:
    group, agent = new_id(Kind.GROUP), new_id(Kind.THING)
    await hosts.of(group, instance).database.save(0, b"content")
    assert await hosts.of(group, instance, agent).database.load(0) == (0, None)
    assert await hosts.of(group).database.load(0) == (0, None)


@pytest.mark.parametrize("known", [0, 1])
async def test_of_two_successors_of_a_version_one_is_kept(
    hosts: Hosts, instance: str, known: int
) -> None:
    database = hosts.of(instance=instance, agent=new_id(Kind.THING)).database
    for version in range(known):
        await database.save(version, b"before")
    both = await asyncio.gather(
        *(database.save(known, content) for content in (b"one", b"other")), return_exceptions=True
    )
    (refused,) = [each for each in both if isinstance(each, HostCallFailed)]
    assert refused.code == "DATABASE_CHANGED"
    assert (await database.load(0))[0] == known + 1


async def test_an_older_one_never_takes_the_place_of_a_newer(hosts: Hosts, instance: str) -> None:
    database = hosts.of(instance=instance, agent=new_id(Kind.THING)).database
    await database.save(0, b"first")
    await database.save(1, b"second")
    for known in (0, 1, 3):
        with pytest.raises(HostCallFailed, match="Another call"):
            await database.save(known, b"stale")
    assert await database.load(0) == (2, b"second")


async def test_all_of_an_instance_have_one_limit(hosts: Hosts, instance: str) -> None:
    group = new_id(Kind.GROUP)
    own, agents = (hosts.of(group, instance, agent).database for agent in (None, "thing_1"))
    await own.save(0, b"x" * (MOST_DATABASE_BYTES - 10))
    await agents.save(0, b"x" * 10)
    with pytest.raises(HostCallFailed) as refused:
        await agents.save(1, b"x" * 11)
    assert refused.value.code == "STORAGE_FULL"
    assert "this one would take 11" in refused.value.message
    assert await agents.load(0) == (1, b"x" * 10)


async def test_all_of_an_instance_are_forgotten_and_no_others(hosts: Hosts, instance: str) -> None:
    group = new_id(Kind.GROUP)
    every = [hosts.of(group, instance, "thing_1"), hosts.of(group, instance), hosts.of(group)]
    for host in every:
        await host.database.save(0, b"content")
    kept = KeptDatabaseRepository(hosts.database)
    await hosts.database.transact(lambda session: kept.forget_all(instance, session))
    assert [(await host.database.load(0))[0] for host in every] == [0, 0, 1]
