"""Plugins that stay up between calls: through the API, from configuration to eviction."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import CLASSIC, executed, index_of, installed
from tests.e2e.synced import synced_server
from tests.e2e.worker_processes import workers_of
from tests.people import People, people_of
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-clock"
CODE = """
    let ticks = 0;
    class Clock {
      static serviceType = 'clock';
      static async start(runtime) {
        setInterval(() => {
          ticks += 1;
          console.log(`tick ${ticks}`);
          runtime.getService('one_graph').publishEvent('tick', { ticks }).catch(() => {});
        }, 200);
        return new Clock();
      }
      capabilityDescription = 'Ticks';
      async stop() {}
      ticks() { return ticks; }
      async sleep(ms) { await new Promise((done) => setTimeout(done, ms)); }
    }
    export default { name: 'clock', description: 'Ticks', services: [Clock] };"""
CONFIGURE = """
    mutation ($input: ConfigurePluginInput!) { configurePlugin(input: $input) {
        __typename ... on UserError { code message } } }"""
STAY = """
    query ($i: ID!) { instance(id: $i) {
        resident residence { state restarts problem since lines { stream text } } } }"""
EVENTS = """
    query ($g: ID!, $i: ID!) {
      events(group: $g, target: $i, type: ["plugin_event_published"], first: 3) {
        nodes { metadata } } }"""
REVOKE = "mutation ($input: RevokeVersionInput!) { revokeVersion(input: $input) { __typename } }"
RESTORE = """
    mutation ($input: RestoreVersionInput!) { restoreVersion(input: $input) { __typename } }"""
CHANGE = "mutation ($i: ID!) { %s(input: {instance: $i}) { __typename } }"


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("residents")
    async with synced_server(folder / "data", index_of(folder, CLASSIC)) as process:
        await upload_plugin(process, NAME, CODE)
        yield process


@pytest.fixture(scope="module")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(server)
    yield found
    await found.close()


@pytest.fixture(scope="module")
async def clock(people: People) -> str:
    instance = await installed(people.owner, people.demo, NAME, permissions=["events.publish"])
    await configure(people, instance, resident=True)
    await eventually(lambda: _is(people, instance, "UP"))
    return instance


async def configure(people: People, instance: str, **change: Json) -> Json:
    given = {"instance": instance, **change}
    return (await people.owner.data(CONFIGURE, input=given))["configurePlugin"]


async def stay(people: People, instance: str) -> Json:
    return (await people.user.data(STAY, i=instance))["instance"]["residence"]


async def _is(people: People, instance: str, state: str) -> bool:
    found = await stay(people, instance)
    return found is not None and found["state"] == state


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the state is another process's
            await asyncio.sleep(0.1)


async def ticks(people: People, instance: str) -> Json:
    call = {"kind": "SERVICE", "method": "ticks", "args": []}
    ended = await executed(people.user, instance, "clock", **call)
    assert ended["state"] == "SUCCEEDED", ended["error"]
    return ended["result"]


async def test_it_lives_on_between_calls(people: People, clock: str) -> None:
    first = await ticks(people, clock)
    await asyncio.sleep(0.7)
    assert await ticks(people, clock) >= first + 3


async def test_what_it_logs_and_publishes_is_to_be_seen(people: People, clock: str) -> None:
    async def shown() -> bool:
        lines = (await stay(people, clock))["lines"]
        return any(line["text"].startswith("tick ") for line in lines)

    await eventually(shown)
    answer = await people.user.data(EVENTS, g=people.demo, i=clock)
    names = {event["metadata"]["name"] for event in answer["events"]["nodes"]}
    assert names == {"tick"}


async def test_it_is_started_again_when_its_process_dies(
    people: People, clock: str, server: ServerProcess
) -> None:
    await eventually(lambda: _is(people, clock, "UP"))
    before = await stay(people, clock)
    for pid in workers_of(server.pid):
        os.kill(pid, signal.SIGKILL)

    async def restarted() -> bool:
        now = await stay(people, clock)
        return bool(now["restarts"] > before["restarts"] and now["state"] == "UP")

    await eventually(restarted)
    assert "crashed" in (await stay(people, clock))["problem"]
    assert await ticks(people, clock) < 100


async def test_new_settings_mean_a_new_process(people: People, clock: str) -> None:
    await asyncio.sleep(1)
    before = await ticks(people, clock)
    await configure(people, clock, settings={"A": 1})
    async with asyncio.timeout(15):
        while True:
            call = {"kind": "SERVICE", "method": "ticks", "args": []}
            ended = await executed(people.user, clock, "clock", **call)
            if ended["state"] == "SUCCEEDED" and ended["result"] < before:
                break
            assert ended["state"] == "SUCCEEDED" or ended["error"]["code"] == "RESIDENT_NOT_UP"
            await asyncio.sleep(0.2)


async def test_nothing_is_both_resident_and_one_shot(people: People, clock: str) -> None:
    answer = await configure(people, clock, oneShot=True)
    assert answer["code"] == "INVALID_INPUT"


async def test_a_revoked_version_does_not_stay_up(
    people: People, clock: str, server: ServerProcess
) -> None:
    await eventually(lambda: _is(people, clock, "UP"))
    version = {"plugin": NAME, "version": "1.0.0"}
    running = workers_of(server.pid)
    await people.platform_owner.data(REVOKE, input={**version, "reason": "it spies"})
    began = time.monotonic()
    while workers_of(server.pid) & running:  # noqa: ASYNC110 - a process rings no bell
        await asyncio.sleep(0.01)
    assert time.monotonic() - began < 1
    await eventually(lambda: _is(people, clock, "PAUSING"))
    assert "it spies" in (await stay(people, clock))["problem"]
    await people.platform_owner.data(RESTORE, input=version)
    await eventually(lambda: _is(people, clock, "UP"))


async def test_it_ends_with_its_activation(
    people: People, clock: str, server: ServerProcess
) -> None:
    await people.owner.data(CHANGE % "deactivatePlugin", i=clock)
    await eventually(lambda: _is(people, clock, "STOPPED"))
    await eventually(lambda: _none(server))
    await people.owner.data(CHANGE % "activatePlugin", i=clock)
    await eventually(lambda: _is(people, clock, "UP"))
    await configure(people, clock, resident=False)
    await eventually(lambda: _is(people, clock, "STOPPED"))


async def _none(server: ServerProcess) -> bool:
    return not workers_of(server.pid)
