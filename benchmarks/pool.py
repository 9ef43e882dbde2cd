"""The pool's call and its memory, beside worker threads and plain child processes."""

import asyncio
import subprocess
import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.stopwatch import seconds_of, timed
from sandbox.limits import Limits
from sandbox.node_runtime import node_binary
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, WorkerSpec
from sandbox.worker.observer import SilentObserver
from tests.sandbox.plugins import write_service

WARM_LIMIT = 0.002
WARM_P99_LIMIT = 0.010
COLD_LIMIT = 0.250
READY_LIMIT = 0.050
MEMORY_LIMIT = 500.0
RUNS = 3
CALLS = 300
WORKERS = 10
_BASELINE = """
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
const self = new URL(import.meta.url);
const kind = process.argv[2];
const calls = Number(process.argv[3]);
const answer = (message, send) => send({ id: message.id, value: 'hello' });
if (kind === 'child') process.on('message', (m) => answer(m, (x) => process.send(x)));
else if (kind === 'thread-child') {
  const { parentPort } = await import('node:worker_threads');
  parentPort.on('message', (m) => answer(m, (x) => parentPort.postMessage(x)));
} else {
  const other = kind === 'process' ? fork(self, ['child'])
    : new Worker(self, { argv: ['thread-child'] });
  const send = (m) => (kind === 'process' ? other.send(m) : other.postMessage(m));
  const call = (id) => new Promise((done) => { other.once('message', done); send({ id }); });
  await call(0);
  const times = [];
  for (let n = 1; n <= calls; n++) {
    const began = performance.now();
    await call(n);
    times.push((performance.now() - began) / 1000);
  }
  console.log(JSON.stringify(times));
  kind === 'process' ? other.kill() : await other.terminate();
}
"""


async def measure(artifact: Path) -> list[Figure]:
    """Medians of three runs.

    Args:
        artifact: plugin-starter, as it is installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        hello = write_service(Path(folder) / "p", "hello() { return 'hello'; }")
        warm = [await _warm(hello) for _ in range(RUNS)]
        threads = [_baseline(Path(folder), "thread") for _ in range(RUNS)]
        processes = [_baseline(Path(folder), "process") for _ in range(RUNS)]
        cold = [await _cold(artifact) for _ in range(3 * RUNS)]
        ready = await _ready(artifact)
        bare = [await seconds_of(_bare_node) for _ in range(3 * RUNS)]
    memory, plain = await _memory(artifact), await _plain_memory()
    middle = sorted(warm, key=_p99)[RUNS // 2]
    beside, apart = sorted(threads)[RUNS // 2], sorted(processes)[RUNS // 2]
    return [
        Figure("pool, warm call", middle, WARM_LIMIT, "a worker thread", beside),
        Figure("pool, warm call", middle, WARM_LIMIT, "a plain child process", apart),
        Figure("pool, warm p99", [_p99(middle)], WARM_P99_LIMIT, "a child's p99", [_p99(apart)]),
        Figure("pool, cold worker", cold, COLD_LIMIT, "a plain child process", bare),
        Figure("pool, one shot, ready", ready, READY_LIMIT, "a cold worker", cold),
        Figure("ten idle workers", [memory], MEMORY_LIMIT, "ten plain children", [plain], "MB"),
    ]


async def _warm(artifact: Path) -> list[float]:
    """Time over the plugin's own, which is next to none."""
    pool = WorkerPool(Limits())
    await pool.start()
    call = Call(CallKind.SERVICE, "s", method="hello")
    spec = WorkerSpec(artifact, {}, "benchmark", "Benchmark")

    async def once() -> None:
        await pool.call("warm", spec, call, timeout_seconds=30, observer=SilentObserver())

    try:
        await once()
        return await timed(once, CALLS)
    finally:
        await pool.close()


async def _cold(artifact: Path) -> float:
    """From nothing to a first answer."""
    pool = WorkerPool(Limits())
    await pool.start()
    call = Call(CallKind.ACTION, "HELLO_WORLD")
    spec = WorkerSpec(artifact, {}, "benchmark", "Benchmark")
    try:
        return await seconds_of(
            lambda: pool.call("cold", spec, call, timeout_seconds=30, observer=SilentObserver())
        )
    finally:
        await pool.close()


async def _ready(artifact: Path) -> list[float]:
    """One-shot calls of a key that is called every half a second."""
    pool = WorkerPool(Limits())
    await pool.start()
    call = Call(CallKind.ACTION, "HELLO_WORLD")
    spec = WorkerSpec(artifact, {}, "benchmark", "Benchmark", one_shot=True)

    async def once() -> float:
        await asyncio.sleep(0.5)
        return await seconds_of(
            lambda: pool.call("ready", spec, call, timeout_seconds=30, observer=SilentObserver())
        )

    try:
        return [await once() for _ in range(3 * RUNS + 2)][2:]
    finally:
        await pool.close()


async def _memory(artifact: Path) -> float:
    """Proportional set size of ten idle workers together, in megabytes."""
    pool = WorkerPool(Limits(), size=WORKERS)
    await pool.start()
    call = Call(CallKind.ACTION, "HELLO_WORLD")
    spec = WorkerSpec(artifact, {}, "benchmark", "Benchmark")
    try:
        for n in range(WORKERS):
            await pool.call(f"{n}", spec, call, timeout_seconds=30, observer=SilentObserver())
        await asyncio.sleep(0.5)
        return sum(map(_proportional, pool.pids))
    finally:
        await pool.close()


async def _plain_memory() -> float:
    """The same of ten processes that do nothing."""
    idle = [str(node_binary()), "-e", "setInterval(() => {}, 1e6)"]
    children = [await asyncio.create_subprocess_exec(*idle) for _ in range(WORKERS)]
    try:
        await asyncio.sleep(0.5)
        return sum(_proportional(child.pid) for child in children)
    finally:
        for child in children:
            child.kill()
            await child.wait()


def _proportional(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kibibytes * 1024 / 1e6


async def _bare_node() -> None:
    process = await asyncio.create_subprocess_exec(node_binary(), "-e", "0")
    await process.wait()


def _baseline(folder: Path, kind: str) -> list[float]:
    script = folder / "baseline.mjs"
    script.write_text(_BASELINE)
    done = subprocess.run(  # noqa: S603 - our own script
        [node_binary(), script, kind, str(CALLS)], capture_output=True, text=True, check=True
    )
    times: list[float] = [float(each) for each in done.stdout.strip()[1:-1].split(",")]
    return times


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
