"""Servers and executors as processes of their own, around one MongoDB."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.embedded.mongod import EmbeddedMongod
from tests.app.commands.running import (
    SharedServer,
    client_of,
    nothing_left_of,
    programs,
    run,
    start,
)
from tests.e2e.plugins import STARTER, executed, install, progress
from tests.serving import ServerProcess


@pytest.fixture
async def server(tmp_path: Path, mongodb_uri: str) -> AsyncIterator[SharedServer]:
    """A server that executes nothing itself."""
    process = SharedServer(tmp_path / "data", mongodb_uri, "executor_test")
    await process.start()
    yield process
    process.end()


async def started_executor(server: ServerProcess) -> asyncio.subprocess.Process:
    process = await start(server, "executor")
    assert process.stdout
    async for line in process.stdout:
        if line.startswith(b"Stop"):
            return process
    raise AssertionError((await process.communicate())[1].decode())


async def test_what_servers_queue_is_run_by_executors(server: SharedServer) -> None:
    syncing = await start(server, "sync")
    async with client_of(server, "org_owner") as owner:
        answer = await install(owner, await owner.group_id(), STARTER)
        assert syncing.stderr
        assert b"one-graph executor" in await syncing.stderr.readline()
        executor = await started_executor(server)
        instance = answer["instance"]["id"]
        reports = await progress(owner, instance)
        execution = await executed(owner, instance, "HELLO_WORLD")
    out, err = await syncing.communicate()
    children = programs(executor.pid)
    moment = time.monotonic()
    executor.send_signal(signal.SIGTERM)
    assert await executor.wait() == 0
    assert time.monotonic() - moment < 5
    assert [report["stage"] for report in reports][-1] == "DONE"
    assert execution["state"] == "SUCCEEDED"
    assert "bwrap" in children.values()
    assert await nothing_left_of(set(children))
    assert (syncing.returncode, err) == (0, b"")
    assert b"available" in out


async def test_it_refuses_a_server_that_executes_by_itself(tmp_path: Path) -> None:
    code, _, err = await run(ServerProcess(tmp_path / "data"), "executor")
    assert code == 2
    assert "ONE_MONGODB_URI is not set" in err
    assert "one-graph serve" in err


async def test_a_server_is_not_ready_while_its_mongodb_is_away(tmp_path: Path) -> None:
    mongod = EmbeddedMongod(tmp_path / "mongodb")
    server = SharedServer(tmp_path / "data", await mongod.start(), "away_test")
    try:
        await server.start()
        await mongod.stop()
        answer = await server.readiness()
    finally:
        server.end()
        await mongod.stop()
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["MongoDB does not answer."]
