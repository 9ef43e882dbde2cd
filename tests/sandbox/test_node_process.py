import asyncio
import sys
import textwrap
from asyncio.subprocess import PIPE
from contextlib import aclosing
from pathlib import Path

import pytest

from sandbox.node_process import NodeProcessFailed, run_script
from sandbox.node_runtime import NODE_SOURCES

HOST = (NODE_SOURCES / "registry" / "host.mjs").as_uri()


def script(folder: Path, body: str) -> str:
    path = folder / "script.mjs"
    imports = f"import {{ send, serveHost }} from {HOST!r};\n"
    path.write_text(imports + f"await serveHost(async (request) => {{ {body} }});")
    return str(path)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def ends_soon(pid: int) -> bool:
    for _ in range(100):
        if not is_alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_script_gets_its_request_and_its_events_come_back_in_order(tmp_path: Path) -> None:
    path = script(tmp_path, "for (const n of request.numbers) send({ double: n * 2 });")
    events = [event async for event in run_script(path, {"numbers": [1, 2, 3]}, cwd=tmp_path)]
    assert events == [{"double": 2}, {"double": 4}, {"double": 6}]


async def test_what_a_library_prints_is_no_event(tmp_path: Path) -> None:
    path = script(tmp_path, "console.log('hello'); send({ ok: true });")
    assert [event async for event in run_script(path, {}, cwd=tmp_path)] == [{"ok": True}]


async def test_a_crash_is_an_error_that_says_why(tmp_path: Path) -> None:
    path = script(tmp_path, "throw new Error('the roof fell in');")
    with pytest.raises(NodeProcessFailed, match="the roof fell in"):
        [event async for event in run_script(path, {}, cwd=tmp_path)]


async def test_a_script_sees_npm_settings_and_no_secret_of_the_server(tmp_path: Path) -> None:
    environment = {"PATH": "/bin", "NPM_CONFIG_REGISTRY": "r", "ONE_SECRET_KEY": "s"}
    path = script(tmp_path, "send({ names: Object.keys(process.env).sort() });")
    async for event in run_script(path, {}, cwd=tmp_path, environment=environment):
        assert event["names"] == ["NPM_CONFIG_REGISTRY", "PATH"]


@pytest.mark.parametrize("stuck", ["await new Promise(() => {});", "for (;;);"])
async def test_cancelling_the_reader_kills_the_process(tmp_path: Path, stuck: str) -> None:
    started = asyncio.get_running_loop().create_future()
    path = script(tmp_path, f"send({{ pid: process.pid }}); setInterval(() => {{}}, 1000); {stuck}")

    async def read() -> None:
        async with aclosing(run_script(path, {}, cwd=tmp_path)) as events:
            async for event in events:
                started.set_result(event["pid"])

    task = asyncio.create_task(read())
    pid = await started
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_alive(pid)


@pytest.mark.parametrize("stuck", ["await new Promise(() => {});", "for (;;);"])
async def test_a_process_dies_with_a_host_that_is_killed(tmp_path: Path, stuck: str) -> None:
    path = script(tmp_path, f"send({{ pid: process.pid }}); setInterval(() => {{}}, 1000); {stuck}")
    host = textwrap.dedent(f"""
        import asyncio, pathlib
        from sandbox.node_process import run_script
        async def main():
            async for event in run_script({path!r}, {{}}, cwd=pathlib.Path({str(tmp_path)!r})):
                print(event["pid"], flush=True)
        asyncio.run(main())
    """)
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", host, stdout=PIPE)
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    await parent.wait()
    assert await ends_soon(pid)
