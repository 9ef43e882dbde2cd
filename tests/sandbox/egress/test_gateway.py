"""The gateway's process: what it leaves, and what becomes of its death."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sandbox.egress.door import Door
from sandbox.egress.gateway import Gateway
from sandbox.errors import GatewayFailed
from sandbox.grants.grants import NOTHING


def _pid(gateway: Gateway) -> int:
    process = gateway._process
    assert process is not None
    return process.pid


def _nobody() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


async def _use(door: Door) -> None:
    """Begin executions until that fails."""
    while True:
        await door.begin_execution()


async def test_a_gateway_that_was_killed_is_started_anew(gateway: Gateway) -> None:
    before = await gateway.open_door(NOTHING, lambda _: None)
    old, authority = _pid(gateway), gateway.authority
    os.kill(old, signal.SIGKILL)
    async with asyncio.timeout(10):
        with pytest.raises(GatewayFailed):
            await _use(before)
        doors = await asyncio.gather(
            *(gateway.open_door(NOTHING, lambda _: None) for _ in range(3))
        )
    assert _pid(gateway) != old
    assert gateway.authority != authority
    assert all(door.socket.exists() for door in doors)
    assert not before.socket.exists()
    for door in (*doors, before):
        await door.close()


async def test_folders_of_killed_executors_are_removed() -> None:
    base = Path(tempfile.gettempdir())
    left = base / f"one-graph-egress-{_nobody()}-abc"
    left.mkdir()
    (left / "1").touch()
    kept = base / f"one-graph-egress-{os.getpid()}-test"
    kept.mkdir()
    gateway = Gateway()
    await gateway.start()
    await gateway.close()
    assert not left.exists()
    assert kept.exists()
    kept.rmdir()
