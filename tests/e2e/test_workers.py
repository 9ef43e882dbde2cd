"""What becomes of a plugin's process when its instance changes."""

import asyncio
from pathlib import Path

from tests.e2e.plugins import STARTER, executed, installed
from tests.e2e.test_lifecycle import change
from tests.people import People
from tests.processes import descendants
from tests.serving import ServerProcess


def plugin_processes(server: ServerProcess) -> set[int]:
    """The worker processes, each of which was started as ``/node ... /worker/worker.mjs``."""
    return {
        pid
        for pid in descendants(server.pid)
        if b"/worker/worker.mjs" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }


async def test_its_process_ends_with_the_instance(
    server: ServerProcess, people: People, group: str, starter: str
) -> None:
    assert starter
    instance = await installed(people.owner, group, STARTER, name="with a process")
    before = plugin_processes(server)
    await executed(people.user, instance, "HELLO_WORLD")
    mine = plugin_processes(server) - before
    assert mine
    await change(people.owner, "uninstallPlugin", instance)
    async with asyncio.timeout(5):
        while mine & plugin_processes(server):  # noqa: ASYNC110 - no bell rings for that
            await asyncio.sleep(0.05)
