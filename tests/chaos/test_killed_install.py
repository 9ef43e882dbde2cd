"""SIGKILL of the server in the middle of an install."""

import asyncio

import pytest

from tests.chaos.victim import Victim
from tests.e2e.plugins import (
    OPENAI,
    PROGRESS,
    STARTER,
    execute,
    install,
    instance_of,
    progress,
)
from tests.serving import Json

ENDS = {"DONE": "plugin_installed", "FAILED": "plugin_install_failed"}


async def until_stage(victim: Victim, instance: str, stage: str) -> list[Json]:
    """The reports up to the first of a stage."""
    seen: list[Json] = []
    async with (
        victim.client.subscribe(PROGRESS, instance=instance) as updates,
        asyncio.timeout(60),
    ):
        async for update in updates:
            seen.append(update["installProgress"])
            if seen[-1]["stage"] == stage:
                return seen
    raise AssertionError(f"the install ended before {stage}: {seen[-1]}")


def told(reports: list[Json]) -> list[tuple[str, str]]:
    return [(report["cursor"], report["stage"]) for report in reports]


@pytest.mark.parametrize(
    ("stage", "version"),  # versions that nobody else installs here
    [("DOWNLOADING", "1.0.11"), ("BUNDLING", "1.5.18"), ("PROBING", "2.0.0-alpha.3")],
)
async def test_it_ends_once_after_the_restart_and_half_of_it_is_nowhere(
    victim: Victim, stage: str, version: str
) -> None:
    answer = await install(victim.client, victim.group, OPENAI, version=version, name=stage)
    instance = answer["instance"]["id"]
    seen = await until_stage(victim, instance, stage)
    await victim.kill_and_restart()

    rest = await progress(victim.client, instance, after=seen[-1]["cursor"])
    assert "QUEUED" in {report["stage"] for report in rest}  # it was started again
    end = rest[-1]["stage"]
    assert [report["stage"] for report in rest if report["stage"] in ENDS] == [end]
    assert told(await progress(victim.client, instance)) == told(seen + rest)
    assert await progress(victim.client, instance, after=rest[-1]["cursor"]) == []

    state = (await instance_of(victim.client, instance))["state"]
    assert (end, state) in {("DONE", "ACTIVE"), ("DONE", "INSTALLED"), ("FAILED", "FAILED")}
    assert await victim.event_types(instance) == [ENDS[end]]
    victim.check_store()


async def test_what_was_installed_across_a_crash_works(victim: Victim) -> None:
    answer = await install(victim.client, victim.group, STARTER, name="after all")
    instance = answer["instance"]["id"]
    await victim.kill_and_restart()
    await progress(victim.client, instance)
    answer = await execute(victim.client, instance, "HELLO_WORLD")
    assert answer["execution"]["result"]["text"] == "Hello world!"
