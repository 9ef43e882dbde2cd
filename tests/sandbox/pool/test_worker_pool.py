"""The life of workers."""

import asyncio
import os
import resource
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.boundary import cgroup
from sandbox.boundary.cgroup import create_cgroup, sweep_cgroups
from sandbox.boundary.cgroup_v1 import CgroupV1
from sandbox.boundary.isolation import Isolation
from sandbox.errors import ArtifactMissing, CallFailed, CallTimedOut, PoolClosed, WorkerDied
from sandbox.limits import MEBIBYTE, Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind
from sandbox.worker.plugin_worker import try_isolation
from tests.sandbox.plugins import Listener, eventually, method, run, write_service

_METHODS = """
    calls = 0;
    count() { return ++this.calls; }
    async sleep(ms) { await new Promise((resolve) => setTimeout(resolve, ms)); return 'slept'; }
    spin() { for (;;); }
    crash() { process.kill(process.pid, 0); }
    print(lines) { for (let i = 0; i < lines; i++) console.log('x'.repeat(99)); return 'printed'; }
    speak() { console.log('out'); console.error('err'); this.runtime.logger.info('logged'); }
    tick() { setInterval(() => this.runtime.logger.info('tick'), 5); }
    scratch() { return fs.readdirSync('/scratch').length; }
"""


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return write_service(tmp_path / "p", _METHODS)


def pids(pool: WorkerPool) -> list[int]:
    return [slot.worker.pid for slot in pool._slots if slot.worker is not None]


def exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


async def until_gone(pid: int) -> None:
    await eventually(lambda: not exists(pid))


async def until_busy(pool: WorkerPool, key: str) -> None:
    await eventually(lambda: any(slot.ready and slot.key == key for slot in pool._slots))


class TestReuse:
    async def test_calls_with_one_key_share_a_worker(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        counts = [(await run(pool, artifact, method("count"))).result for _ in range(3)]
        assert counts == [1, 2, 3]

    async def test_another_key_gets_another_worker(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("count"), key="one")
        assert (await run(pool, artifact, method("count"), key="two")).result == 1

    async def test_a_busy_worker_is_not_waited_for(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("count"))
        started = time.perf_counter()
        slow = asyncio.create_task(run(pool, artifact, method("sleep", 3000)))
        await asyncio.sleep(0)
        await run(pool, artifact, method("count"))
        assert time.perf_counter() - started < 2
        assert (await slow).result == "slept"

    async def test_at_the_ceiling_the_longest_unused_worker_makes_room(
        self, artifact: Path
    ) -> None:
        pool = WorkerPool(Limits(), size=2)
        await pool.start()
        try:
            for key in ("old", "new", "old", "third"):
                await run(pool, artifact, method("count"), key=key)
            assert sorted(slot.key for slot in pool._slots) == ["old", "third"]
        finally:
            await pool.close()

    async def test_where_all_are_busy_calls_wait(self, artifact: Path) -> None:
        pool = WorkerPool(Limits(), size=1)
        await pool.start()
        try:
            calls = [run(pool, artifact, method("sleep", 50), key=str(n)) for n in range(4)]
            answers = await asyncio.gather(*calls)
            assert [answer.result for answer in answers] == ["slept"] * 4
            assert len(pids(pool)) == 1
        finally:
            await pool.close()


class TestStopping:
    async def test_a_worker_is_stopped_between_calls(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        await run(pool, artifact, method("count"))
        await asyncio.sleep(0.2)
        assert state(pids(pool)[0]) == "T"
        assert (await run(pool, artifact, method("count"))).result == 2

    async def test_an_answer_does_not_wait_for_late_output(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        await run(pool, artifact, method("count"))
        started = time.perf_counter()
        for _ in range(20):
            await run(pool, artifact, method("count"))
        assert time.perf_counter() - started < 20 * 0.05

    async def test_what_comes_late_is_dropped(self, pool: WorkerPool, artifact: Path) -> None:
        listener = Listener()
        await run(pool, artifact, method("tick"), listener=listener)
        heard = len(listener.lines)
        await asyncio.sleep(0.2)
        assert len(listener.lines) == heard
        assert (await run(pool, artifact, method("count"))).result == 1

    async def test_a_byte_while_stopped_kills(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("tick"))
        await asyncio.sleep(0.2)
        (pid,) = pids(pool)
        os.kill(pid, signal.SIGCONT)  # as somebody who escaped might
        await until_gone(pid)


class TestDeath:
    async def test_a_timeout_kills(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("count"))
        (pid,) = pids(pool)
        with pytest.raises(CallTimedOut) as timeout:
            await run(pool, artifact, method("spin"), seconds=0.3)
        assert timeout.value.timeout_seconds == 0.3
        await until_gone(pid)

    async def test_cancelling_the_caller_kills(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("count"))
        (pid,) = pids(pool)
        call = asyncio.create_task(run(pool, artifact, method("spin")))
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await until_gone(pid)

    async def test_a_crash_touches_no_other_worker(self, pool: WorkerPool, artifact: Path) -> None:
        await run(pool, artifact, method("count"), key="bystander")
        victim = asyncio.create_task(run(pool, artifact, method("spin"), key="victim"))
        await until_busy(pool, "victim")
        (pid,) = [s.worker.pid for s in pool._slots if s.key == "victim" and s.worker is not None]
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerDied) as death:
            await victim
        assert death.value.reason == "crashed"
        assert (await run(pool, artifact, method("count"), key="bystander")).result == 2

    async def test_a_worker_that_died_idle_is_replaced(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        await run(pool, artifact, method("count"))
        (pid,) = pids(pool)
        os.kill(pid, signal.SIGKILL)
        await until_gone(pid)
        await asyncio.sleep(0.05)
        assert (await run(pool, artifact, method("count"))).result == 1

    async def test_eviction_kills_the_keys_that_start_so(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        await run(pool, artifact, method("count"), key="other:1")
        busy = asyncio.create_task(run(pool, artifact, method("spin"), key="instance:2"))
        await until_busy(pool, "instance:2")
        await pool.evict("instance:")
        with pytest.raises(WorkerDied) as death:
            await busy
        assert death.value.reason == "evicted"
        assert [slot.key for slot in pool._slots] == ["other:1"]

    async def test_closing_leaves_nothing_running(self, artifact: Path) -> None:
        pool = WorkerPool(Limits(), size=3)
        await pool.start()
        await run(pool, artifact, method("count"), key="idle")
        calls = [
            asyncio.create_task(run(pool, artifact, method("spin"), key=f"busy {n}"))
            for n in range(4)
        ]
        await asyncio.sleep(0.5)
        running = pids(pool)
        await pool.close()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} <= {WorkerDied, PoolClosed}
        assert not any(exists(pid) for pid in running)

    async def test_a_closed_pool_takes_no_calls(self, artifact: Path) -> None:
        with pytest.raises(PoolClosed):
            await run(WorkerPool(Limits()), artifact, method("count"))


class TestOutput:
    async def test_each_line_comes_with_its_stream(self, pool: WorkerPool, artifact: Path) -> None:
        listener = Listener()
        await run(pool, artifact, method("speak"), listener=listener)
        assert listener.texts("stdout") == ["out"]
        assert listener.texts("stderr") == ["err"]
        assert any(text.endswith("logged") for text in listener.texts("log"))

    async def test_beyond_the_limit_one_line_says_so(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        listener = Listener()
        answer = await run(pool, artifact, method("print", 20_000), listener=listener)
        lines = listener.texts("stdout")
        assert answer.result == "printed"
        assert len(lines) == MEBIBYTE // 100 + 1
        assert lines[-1] == f"[output limit of {MEBIBYTE} bytes reached: what follows was dropped]"

    async def test_a_flood_kills(self, pool: WorkerPool, artifact: Path) -> None:
        with pytest.raises(WorkerDied) as death:
            await run(pool, artifact, method("print", 2_000_000))
        assert death.value.reason == "output"


class TestMeasures:
    async def test_they_are_taken_from_outside(self, pool: WorkerPool, tmp_path: Path) -> None:
        artifact = write_service(
            tmp_path / "big",
            """
            async hold() {
              globalThis.held = Buffer.alloc(2 ** 26, 1);
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
            """,
        )
        answer = await run(pool, artifact, method("hold"))
        assert 64 * MEBIBYTE < answer.peak_memory_bytes < 256 * MEBIBYTE
        assert 100 <= answer.duration_ms < 1000


class TestStart:
    async def test_an_isolation_that_was_tried_is_not_tried_again(self, artifact: Path) -> None:
        tried = await try_isolation(Isolation.find(), Limits())
        pool = WorkerPool(Limits())
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        await pool.start(tried)
        try:
            assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == began
            assert (await run(pool, artifact, method("count"))).result == 1
        finally:
            await pool.close()

    async def test_one_that_was_tried_under_other_limits_is(self) -> None:
        tried = await try_isolation(Isolation.find(), Limits())
        nowhere = replace(tried.isolation, bubblewrap=Path("/bin/false"))
        pool = WorkerPool(Limits(pids=63))
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        await pool.start(replace(tried, isolation=nowhere))
        await pool.close()
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > began

    async def test_a_missing_artefact_is_said_so(self, pool: WorkerPool, tmp_path: Path) -> None:
        with pytest.raises(ArtifactMissing):
            await run(pool, tmp_path / "nothing", method("count"))
        assert pool.alive == 0

    async def test_a_plugin_that_does_not_load_leaves_no_worker(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(tmp_path / "bad", "", "throw new Error('own bug');")
        with pytest.raises(CallFailed, match="own bug") as failure:
            await run(pool, artifact, method("count"))
        assert failure.value.code == "PLUGIN_NOT_LOADED"
        await eventually(lambda: not pool._slots)

    async def test_one_that_never_ends_loading_is_killed(self, tmp_path: Path) -> None:
        artifact = write_service(tmp_path / "slow", "", "await new Promise(() => {});")
        pool = WorkerPool(Limits(start_seconds=1))
        await pool.start()
        try:
            with pytest.raises(WorkerDied) as death:
                await run(pool, artifact, method("count"))
        finally:
            await pool.close()
        assert death.value.reason == "start"

    async def test_an_unknown_capability_is_answered_with_those_there_are(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        for call, known in (
            (Call(CallKind.SERVICE, "x", method="count"), "There are: s"),
            (method("absent"), "count, crash, print, scratch, sleep, speak, spin, tick"),
            (Call(CallKind.ACTION, "X"), "There are: none"),
            (Call(CallKind.PROVIDER, "X"), "There are: none"),
            (Call(CallKind.EVALUATOR, "X"), "There are: none"),
            (Call(CallKind.MODEL, "X"), "There are: none"),
        ):
            with pytest.raises(CallFailed, match=known) as failure:
                await run(pool, artifact, call)
            assert failure.value.code == "CAPABILITY_NOT_FOUND"


def writable_hierarchies() -> list[str]:
    """Where groups can be written: always a folder, and the kernel's own where it lets us."""
    try:
        create_cgroup(Limits()).remove()
    except OSError:
        return ["folder"]
    return ["folder", "kernel"]


@pytest.fixture(params=writable_hierarchies())
def hierarchy(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Path]]:
    """Folders of groups of this process."""
    if request.param == "folder":
        monkeypatch.setattr(cgroup, "_ROOT", tmp_path)
        by_kind = {1: [tmp_path / each for each in ("memory", "pids", "cpu")], 2: [tmp_path]}
        alive = f"one-graph-{os.getpid()}-{cgroup._start_time(os.getpid())}"
        folders = [root / "above" / alive / "w-1" for root in by_kind[cgroup.cgroup_version()]]
        for folder in folders:
            folder.mkdir(parents=True)
        yield folders
        return
    group = create_cgroup(Limits())
    yield list(group.folders.values()) if isinstance(group, CgroupV1) else [group.folder]
    group.remove()


def test_groups_of_a_dead_host_are_swept_and_those_of_others_stay(hierarchy: list[Path]) -> None:
    # Groups as a host process leaves them that was killed: its pid and start are nobody's.
    left = [folder.parent.with_name("one-graph-1-0") / folder.name for folder in hierarchy]
    for folder in left:
        folder.mkdir(parents=True)
    sweep_cgroups()
    assert not any(folder.parent.exists() for folder in left)
    assert all(folder.exists() for folder in hierarchy)
