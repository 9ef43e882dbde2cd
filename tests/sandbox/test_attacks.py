"""Attacks on a worker. Each names the layer that must stop it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sandbox.boundary.cgroup import sweep_cgroups
from sandbox.errors import CallFailed, WorkerDied
from sandbox.limits import MEBIBYTE, Limits
from sandbox.pool.pool import WorkerPool
from sandbox.selftest.attack import MEMORY_ATTACK, PLUGIN_ATTACKS, SYSTEM_CALL_ATTACKS
from sandbox.selftest.filtered import attempt
from sandbox.selftest.selftest import SelfTestReport, self_test
from tests.sandbox.plugins import method, run, write_service

_ATTACKS = (*PLUGIN_ATTACKS, MEMORY_ATTACK, *SYSTEM_CALL_ATTACKS)


@pytest.fixture(scope="module")
async def report() -> SelfTestReport:
    return await self_test(Limits())


@pytest.mark.parametrize("attack", _ATTACKS, ids=lambda attack: f"{attack.layer}: {attack.name}")
def test_its_layer_stops(report: SelfTestReport, attack: object) -> None:
    outcome = next(each for each in report.outcomes if each.name == attack.name)  # type: ignore[attr-defined]  # both kinds of attack have a name
    assert outcome.stopped, outcome.detail


def test_the_self_test_tries_every_attack(report: SelfTestReport) -> None:
    assert [outcome.name for outcome in report.outcomes] == [attack.name for attack in _ATTACKS]


class TestFilter:
    async def test_it_lets_a_harmless_system_call_through(self) -> None:
        getpid = 39 if os.uname().machine == "x86_64" else 172
        assert await attempt(getpid) == "succeeded"

    @pytest.mark.skipif(os.uname().machine != "x86_64", reason="has no second set of numbers")
    async def test_it_kills_who_uses_numbers_of_another_architecture(self) -> None:
        x32_getpid = 0x4000_0000 + 39
        assert await attempt(x32_getpid) == "killed"


class TestEnvironment:
    async def test_nothing_of_the_hosts_environment_is_visible(
        self, pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOST_SECRET", "not for plugins")
        artifact = write_service(tmp_path / "p", "read() { return { ...process.env }; }")
        answer = await run(pool, artifact, method("read"), GRANTED="yes")
        assert answer.result == {
            "GRANTED": "yes",
            "HOME": "/scratch",
            "NODE_ENV": "production",
            "PATH": "/",
            "PWD": "/scratch",
            "TMPDIR": "/scratch",
        }

    async def test_only_what_a_worker_needs_is_mounted(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            """
            read() {
              const code = `
                const fs = require('node:fs');
                const found = [fs.readdirSync('/'), fs.readdirSync('/dev')];
                require('node:worker_threads').parentPort.postMessage(found);`;
              const thread = new Worker(code, { eval: true, execArgv: [] });
              return new Promise((resolve) => thread.on('message', resolve));
            }
            """,
            "import { Worker } from 'node:worker_threads';",
        )
        answer = (await run(pool, artifact, method("read"))).result
        assert isinstance(answer, list)
        root, devices = answer
        libraries = {"lib", "lib64", "usr"}
        assert set(root) - libraries == {"dev", "node", "plugin", "scratch", "tmp", "worker"}
        assert devices == ["null", "urandom"]


class TestScratch:
    async def test_it_can_be_written_and_dies_with_its_worker(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            """
            write() { fs.writeFileSync('note', 'kept'); fs.writeFileSync('/tmp/other', ''); }
            list() { return fs.readdirSync(process.env.HOME); }
            """,
        )
        await run(pool, artifact, method("write"))
        assert (await run(pool, artifact, method("list"))).result == ["note", "other"]
        await pool.evict("key")
        assert (await run(pool, artifact, method("list"))).result == []

    async def test_it_ends_at_its_size(self, pool: WorkerPool, tmp_path: Path) -> None:
        fill = "fill() { for (let i = 0; ; i++) fs.writeFileSync(`f${i}`, Buffer.alloc(2 ** 22)); }"
        artifact = write_service(tmp_path / "p", fill)
        with pytest.raises(CallFailed, match="ENOSPC"):
            await run(pool, artifact, method("fill"))


class TestNetwork:
    async def test_a_refusal_is_prompt_but_not_at_once(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            """
            async dial() {
              const started = performance.now();
              const { cause } = await fetch('http://127.0.0.1:8080/').catch((error) => error);
              return { message: cause.message, took: performance.now() - started };
            }
            """,
        )
        answer = (await run(pool, artifact, method("dial"))).result
        assert isinstance(answer, dict)
        assert "network.external is not granted" in answer["message"]
        assert 200 < answer["took"] < 2000


class TestNativeAddon:
    async def test_the_refusal_names_it(self, pool: WorkerPool, tmp_path: Path) -> None:
        artifact = write_service(
            tmp_path / "p",
            "load() { return createRequire(import.meta.url)('./fast.node'); }",
            "import { createRequire } from 'node:module';",
        )
        (artifact / "fast.node").write_bytes(b"\x7fELF")
        with pytest.raises(CallFailed, match=r"Native add-on refused: /plugin/fast\.node"):
            await run(pool, artifact, method("load"))


class TestForgery:
    """Whatever a plugin writes into its channel harms nobody but itself."""

    _FIND_CHANNEL = """
        const isSocket = (fd) => {
          try { return fs.fstatSync(fd).isSocket(); } catch { return false; }
        };
        const channel = Array.from({ length: 64 }, (_, n) => n + 3).find(isSocket);
        const frame = (text) => {
          const header = Buffer.alloc(4);
          header.writeUInt32BE(text.length);
          return Buffer.concat([header, Buffer.from(text)]);
        };
    """

    @pytest.mark.parametrize(
        ("forged", "rule"),
        [
            ("frame(JSON.stringify({ id: 'guess', type: 'result', value: 1 }))", "not under way"),
            ("frame(JSON.stringify({ type: 'log', text: 'no id' }))", "not under way"),
            ("frame('[1]')", "not an object"),
            ("frame('no json')", "not JSON"),
            ("Buffer.from([0x7f, 0xff, 0xff, 0xff])", "over the 1048576 allowed"),
        ],
    )
    async def test_it_kills_the_worker(
        self, pool: WorkerPool, tmp_path: Path, forged: str, rule: str
    ) -> None:
        forge = (
            f"async forge() {{ fs.writeSync(channel, {forged}); await new Promise(() => {{}}); }}"
        )
        artifact = write_service(tmp_path / "p", forge, self._FIND_CHANNEL)
        with pytest.raises(WorkerDied, match=rule) as death:
            await run(pool, artifact, method("forge"))
        assert death.value.reason == "protocol"


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming an ordinary user takes root")
def test_an_ordinary_user_without_cgroups_is_protected_as_well() -> None:
    script = """
import asyncio, concurrent.futures.thread, os, sandbox.selftest.selftest
from sandbox.limits import Limits
from sandbox.boundary.seccomp import seccomp_program
# Root alone may read this Python: what is loaded late, or starts it, comes before or not at all.
seccomp_program(connecting=False)
sandbox.selftest.selftest.SYSTEM_CALL_ATTACKS = ()
os.setgroups([]), os.setgid(65534), os.setuid(65534)
report = asyncio.run(sandbox.selftest.selftest.self_test(Limits()))
print([outcome for outcome in report.outcomes if not outcome.stopped])
"""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_killing_the_host_kills_its_workers(tmp_path: Path) -> None:
    artifact = write_service(tmp_path / "p", "wait() { return 'ready'; }")
    script = f"""
import asyncio
from pathlib import Path
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from tests.sandbox.plugins import method, run
async def main():
    pool = WorkerPool(Limits())
    await pool.start()
    await run(pool, Path({str(artifact)!r}), method("wait"))
    await asyncio.sleep(0.2)  # until the worker is stopped
    print(*[slot.worker.pid for slot in pool._slots], flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    host = subprocess.Popen(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    with host:
        assert host.stdout is not None
        worker = int(host.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        host.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{worker}").exists()
    sweep_cgroups()
    assert list(Path("/sys/fs/cgroup").rglob(f"one-graph-{host.pid}-*")) == []


async def test_a_worker_over_its_memory_leaves_others_alone(tmp_path: Path) -> None:
    artifact = write_service(
        tmp_path / "p",
        """
        fill() { const held = []; for (;;) held.push(Buffer.alloc(2 ** 24, 1)); }
        fillHeap() { const held = []; for (;;) held.push(new Array(1000).fill(held.length)); }
        ping() { return 'pong'; }
        """,
    )
    pool = WorkerPool(Limits(memory_bytes=192 * MEBIBYTE), size=2)
    await pool.start()
    try:
        await run(pool, artifact, method("ping"), key="bystander")
        for attack in ("fill", "fillHeap"):
            with pytest.raises(WorkerDied) as death:
                await run(pool, artifact, method(attack), key="greedy")
            assert death.value.reason == "memory"
        answer = await run(pool, artifact, method("ping"), key="bystander")
    finally:
        await pool.close()
    assert answer.result == "pong"
