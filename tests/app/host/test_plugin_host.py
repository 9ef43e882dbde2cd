"""What plugins keep, publish and look up through their host, each instance for itself."""

import asyncio

import pytest

from app.database import Database
from app.host.plugin_host import (
    MOST_BYTES,
    MOST_EVENTS,
    MOST_VALUE_BYTES,
    MOST_VALUES,
)
from app.host.stored_value import StoredValue
from app.identifiers import Kind, new_id
from app.ontology.event import Event
from app.packed import pack
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed
from tests.app.host.hosts import Hosts
from tests.app.knowledge.groups import Tenant, tenant


@pytest.mark.parametrize("value", [None, 0, "", [1, {"$set": {"a.b": "\0"}}], {"": 2**63 - 1}])
async def test_what_one_execution_stores_another_of_the_instance_finds(
    hosts: Hosts, instance: str, value: Json
) -> None:
    await hosts.of(instance=instance).set_stored("key", value)
    assert await hosts.of(instance=instance).get_stored("key") == value


async def test_another_instance_finds_nothing_of_it(hosts: Hosts) -> None:
    group = new_id(Kind.GROUP)
    mine, other = hosts.of(group), hosts.of(group)
    await mine.set_stored("key", 1)
    assert await other.get_stored("key") is None
    assert await other.list_stored("") == []
    assert await other.delete_stored("key") is False
    assert await mine.get_stored("key") == 1


async def test_a_value_takes_the_place_of_the_one_before(hosts: Hosts, instance: str) -> None:
    host = hosts.of(instance=instance)
    await host.set_stored("key", 1)
    await host.set_stored("key", 2)
    assert (await host.get_stored("key"), await host.list_stored("")) == (2, ["key"])
    assert await host.delete_stored("key") is True
    assert await host.get_stored("key") is None


async def test_a_prefix_means_its_own_letters(hosts: Hosts) -> None:
    host = hosts.of()
    for key in ("a.c:2", "a.c:1", "abc:1", "A.c:1"):
        await host.set_stored(key, 1)
    assert await host.list_stored("a.c") == ["a.c:1", "a.c:2"]


async def test_a_value_that_is_too_large_leaves_the_one_before(hosts: Hosts) -> None:
    host = hosts.of()
    await host.set_stored("key", "small")
    with pytest.raises(HostCallFailed) as caught:
        await host.set_stored("key", "x" * MOST_VALUE_BYTES)
    assert caught.value.code == "STORAGE_FULL"
    assert await host.get_stored("key") == "small"


@pytest.mark.parametrize(("count", "size"), [(MOST_VALUES, 1), (10, MOST_BYTES // 10)])
async def test_a_full_instance_stores_no_more_but_may_replace(
    hosts: Hosts, instance: str, count: int, size: int
) -> None:
    group = new_id(Kind.GROUP)
    rows = [
        StoredValue(group=group, instance=instance, key=f"{number}", value=pack(1), size=size)
        for number in range(count)
    ]
    stored = hosts.database.collection(StoredValue)
    await stored.insert_many([row.model_dump(exclude={"id"}) | {"_id": row.id} for row in rows])
    host = hosts.of(group, instance)
    with pytest.raises(HostCallFailed) as caught:
        await host.set_stored("more", 1)
    assert caught.value.code == "STORAGE_FULL"
    await host.set_stored("0", 2)
    assert await host.get_stored("0") == 2


async def events_of(database: Database, group: str) -> list[Event]:
    rows = database.collection(Event).find({"group": group})
    return [Event.model_construct(**row) async for row in rows]


async def test_what_is_published_is_an_event_of_the_group_by_the_agent(hosts: Hosts) -> None:
    group, agent = new_id(Kind.GROUP), new_id(Kind.THING)
    await hosts.of(group, agent=agent).publish_event("price moved", {"to": 5})
    (event,) = await events_of(hosts.database, group)
    assert (event.type, event.actor) == ("plugin_event_published", agent)
    assert (event.metadata["name"], event.metadata["payload"]) == ("price moved", {"to": 5})


async def test_without_an_agent_the_instance_is_who_published(hosts: Hosts, instance: str) -> None:
    group = new_id(Kind.GROUP)
    await hosts.of(group, instance).publish_event("ticked", None)
    (event,) = await events_of(hosts.database, group)
    assert (event.actor, event.target) == (instance, instance)


async def test_one_call_publishes_so_many_and_no_more(hosts: Hosts) -> None:
    group = new_id(Kind.GROUP)
    host = hosts.of(group)
    for number in range(MOST_EVENTS):
        await host.publish_event("ticked", number)
    with pytest.raises(HostCallFailed) as caught:
        await host.publish_event("ticked", MOST_EVENTS)
    assert caught.value.code == "TOO_MANY_EVENTS"
    assert len(await events_of(hosts.database, group)) == MOST_EVENTS


async def test_a_payload_that_no_event_can_hold_is_refused(hosts: Hosts) -> None:
    group = new_id(Kind.GROUP)
    for payload in ("x" * 100_000, 2**70):
        with pytest.raises(HostCallFailed) as caught:
            await hosts.of(group).publish_event("large", payload)
        assert caught.value.code == "INVALID_ARGUMENTS"
    assert await events_of(hosts.database, group) == []


async def test_a_plugin_finds_what_its_group_knows_and_nobody_elses(hosts: Hosts) -> None:
    ours: Tenant = tenant(hosts.service)
    theirs: Tenant = tenant(hosts.service)
    await ours.add("Refunds take five days.", labels=["money"])
    await theirs.add("Refunds take nine days.")
    (found,) = await hosts.of(ours.group).query_knowledge("refunds", 10)
    assert isinstance(found, dict)
    assert (found["text"], found["labels"]) == ("Refunds take five days.", ["money"])


async def test_many_may_store_under_one_key_at_once(hosts: Hosts, instance: str) -> None:
    host = hosts.of(instance=instance)
    await asyncio.gather(*(host.set_stored("key", number) for number in range(16)))
    assert await host.get_stored("key") in range(16)
    assert await host.list_stored("") == ["key"]


def nested(levels: int) -> Json:
    value: Json = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [nested(300), 2**70], ids=["deep", "long number"])
async def test_a_value_that_cannot_be_kept_is_refused(hosts: Hosts, value: Json) -> None:
    host = hosts.of()
    with pytest.raises(HostCallFailed) as caught:
        await host.set_stored("key", value)
    assert caught.value.code == "INVALID_ARGUMENTS"
    assert await host.list_stored("") == []


async def test_names_that_mongodb_cannot_look_for_are_refused(hosts: Hosts) -> None:
    host, text = hosts.of(), "a\0b"
    for ask in (
        host.get_stored(text),
        host.set_stored(text, 1),
        host.delete_stored(text),
        host.list_stored(text),
        host.publish_event(text, None),
    ):
        with pytest.raises(HostCallFailed) as caught:
            await ask
        assert caught.value.code == "INVALID_ARGUMENTS"


@pytest.mark.parametrize("text", ["", "\0", "x" * 5_000])
async def test_a_question_that_nobody_can_search_for_is_refused(hosts: Hosts, text: str) -> None:
    with pytest.raises(HostCallFailed) as caught:
        await hosts.of().query_knowledge(text, 1)
    assert caught.value.code == "INVALID_ARGUMENTS"
