"""SIGTERM while everything is at work, and a second server on the same folder."""

import asyncio
import signal
import time

from tests.chaos.test_killed_execution import ERROR, start_slow
from tests.chaos.test_killed_install import until_stage
from tests.chaos.victim import Victim
from tests.e2e.plugins import OPENAI, install, progress
from tests.processes import alive
from tests.serving import COMMAND


async def test_it_ends_everything_within_five_seconds(victim: Victim) -> None:
    execution = await start_slow(victim, "interrupted")
    answer = await install(victim.client, victim.group, OPENAI, version="1.5.15", name="half")
    instance = answer["instance"]["id"]
    await until_stage(victim, instance, "DOWNLOADING")
    async with victim.client.subscribe("subscription { syncProgress { done } }"):
        began = time.monotonic()
        started = await victim.end(signal.SIGTERM)
        took = time.monotonic() - began
    assert took < 5
    assert not any(map(alive, started))

    await victim.start()
    assert (await progress(victim.client, instance))[-1]["stage"] == "DONE"
    ended = (await victim.client.data(ERROR, e=execution))["execution"]
    assert (ended["state"], ended["error"]["code"]) == ("FAILED", "EXECUTOR_LOST")
    victim.check_store()


async def test_a_second_server_is_told_who_holds_the_folder(victim: Victim) -> None:
    second = await asyncio.create_subprocess_exec(
        *(COMMAND, "serve"),
        env=victim.server.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(second.communicate(), 20)
    assert second.returncode not in (0, None)
    assert f"process {victim.server.pid}" in output.decode().replace("\n", " ")
    assert "Traceback" not in output.decode()
    assert (await victim.client.data("{ me { username } }"))["me"]["username"] == "demo-org-owner"
