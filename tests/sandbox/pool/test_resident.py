"""Workers that stay up between calls."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sandbox.boundary.isolation import Isolation
from sandbox.errors import CallTimedOut, ResidentNotUp
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.limits import Limits
from sandbox.pool.resident import Condition, Household, Residence, ResidentWorker
from sandbox.trial.memory_host import MemoryHost
from sandbox.worker.call import Json
from sandbox.worker.standing import Standing
from tests.sandbox.plugins import Listener, eventually, method, spec, write_service

TICKING = """
    let ticks = 0;
    const begin = (runtime) => setInterval(() => {
      console.log(`tick ${++ticks}`);
      runtime.getService('one_graph').publishEvent('tick', { ticks }).catch(() => {});
    }, 30);
"""
METHODS = """
    begin() { begin(this.runtime); return 'begun'; }
    ticks() { return ticks; }
    count() { return globalThis.n = (globalThis.n ?? 0) + 1; }
    async sleep(ms) { await new Promise((done) => setTimeout(done, ms)); return 'slept'; }
    flood() { setInterval(() => { for (let i = 0; i < 500; i++) console.log('x'); }, 1); }
    forge() { setTimeout(() => { for (let fd = 3; fd < 60; fd++) try {
      fs.writeSync(fd, Buffer.from([0, 0, 0, 2, 123, 125])); } catch {} }, 20); }
    later() { setTimeout(() => { throw new Error('late'); }, 20); }
"""


class EventHost(MemoryHost):
    """Remembers the events that are published."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[str] = []

    async def publish_event(self, name: str, payload: Json) -> None:
        del payload
        self.events.append(name)


class Home:
    """A resident worker, what it said and what became of it."""

    def __init__(self, resident: ResidentWorker, listener: Listener) -> None:
        self.resident = resident
        self.listener = listener

    @property
    def pid(self) -> int:
        worker = self.resident._worker
        return worker.pid if worker else 0

    async def ask(self, name: str, *args: object, seconds: float = 10) -> Json:
        answer = await self.resident.call(
            method(name, *args), timeout_seconds=seconds, observer=Listener(), host=None
        )
        return answer.result


@asynccontextmanager
async def home(
    folder: Path,
    *permissions: Permission,
    host: MemoryHost | None = None,
    on_change: Callable[[Condition], None] = lambda _: None,
) -> AsyncIterator[Home]:
    artifact = write_service(folder / "sample", METHODS, TICKING)
    listener = Listener()
    granted = Grants(account="a", permissions=frozenset(permissions))
    household = Household(Isolation.find(), Limits(), first_pause_seconds=0.05)
    resident = ResidentWorker(
        household, replace(spec(artifact), grants=granted), listener, host, on_change
    )
    running = asyncio.create_task(resident.run())
    try:
        yield Home(resident, listener)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_it_goes_on_between_calls(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        assert await one.ask("begin") == "begun"
        await eventually(lambda: "tick 5" in one.listener.texts("stdout"))
        first = await one.ask("ticks")
        await asyncio.sleep(0.2)
        assert await one.ask("ticks") > first  # type: ignore[operator] # a number
        assert one.resident.condition == Condition(Residence.UP)


async def test_what_it_asks_between_calls_is_done_if_granted(tmp_path: Path) -> None:
    host = EventHost()
    async with home(tmp_path, Permission.EVENTS_PUBLISH, host=host) as one:
        await one.ask("begin")
        await eventually(lambda: len(host.events) > 3)
    assert set(host.events) == {"tick"}


async def test_what_it_asks_without_the_permission_is_refused(tmp_path: Path) -> None:
    host = EventHost()
    async with home(tmp_path, host=host) as one:
        await one.ask("begin")
        await eventually(lambda: len(one.listener.refusals) > 2)
    assert host.events == []


async def test_its_calls_come_one_after_the_other(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        slow = asyncio.create_task(one.ask("sleep", 200))
        await asyncio.sleep(0)
        assert await asyncio.gather(*(one.ask("count") for _ in range(5))) == [1, 2, 3, 4, 5]
        assert slow.done()


def _has_died(one: Home, times: int) -> bool:
    return one.resident.condition.restarts == times


async def test_it_is_started_again_when_it_dies(tmp_path: Path) -> None:
    heard: list[Condition] = []
    async with home(tmp_path, on_change=heard.append) as one:
        assert await one.ask("count") == 1
        for deaths in (1, 2):
            os.kill(one.pid, signal.SIGKILL)
            await eventually(partial(_has_died, one, deaths))
            assert await one.ask("count") == 1
    states = [condition.state for condition in heard]
    assert states[:4] == [Residence.UP, Residence.PAUSING, Residence.STARTING, Residence.UP]
    assert "crashed" in (heard[1].problem or "")


async def test_a_call_that_takes_too_long_ends_it_and_the_next_gets_a_new_one(
    tmp_path: Path,
) -> None:
    async with home(tmp_path) as one:
        await one.ask("count")
        with pytest.raises(CallTimedOut):
            await one.ask("sleep", 60_000, seconds=0.3)
        assert await one.ask("count") == 1


@pytest.mark.parametrize("attack", ["flood", "forge"])
async def test_what_breaks_the_rules_between_calls_is_killed(tmp_path: Path, attack: str) -> None:
    async with home(tmp_path) as one:
        await one.ask("count")
        await one.ask(attack)
        await eventually(lambda: one.resident.condition.restarts > 0)
        expected = {"flood": "output", "forge": "protocol"}[attack]
        assert expected in (one.resident.condition.problem or "")
        assert await one.ask("count") == 1


async def test_nothing_is_left_of_it(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        await one.ask("begin")
        pid = one.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_what_does_not_load_says_so_and_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    artifact = write_service(tmp_path / "sample", "", "throw new Error('no way');")
    resident = ResidentWorker(
        Household(Isolation.find(), Limits(), first_pause_seconds=0.01),
        spec(artifact),
        Listener(),
        None,
        lambda _: None,
    )
    running = asyncio.create_task(resident.run())
    with pytest.raises(ResidentNotUp):
        await resident.call(method("x"), timeout_seconds=1, observer=Listener(), host=None)
    assert resident.condition.restarts > 0
    assert "no way" in (resident.condition.problem or "")
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def test_what_an_execution_may_log_it_may_in_an_hour() -> None:
    asyncio.run(_log_for_two_hours())


async def _log_for_two_hours() -> None:
    now = 0.0
    listener = Listener()
    limits = Limits(log_bytes=100)
    standing = Standing(limits, Grants(account="a"), None, listener, lambda _: None, lambda: now)
    for _ in range(5):
        standing.take({"type": "log", "text": "x"}, 40)
    assert len(listener.lines) == 3
    now = 3600.0
    standing.take({"type": "log", "text": "again"}, 40)
    assert listener.lines[-1].text == "again"
    assert not standing.flooded
