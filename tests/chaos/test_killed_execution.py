"""SIGKILL of the server in the middle of an execution."""

from tests.chaos.victim import Victim
from tests.e2e.plugins import OPENAI, STARTER, executed, installed, status
from tests.e2e.test_bad_executions import SLOW
from tests.e2e.test_cancel import until_running

ACTIVATE = "mutation ($i: ID!) { activatePlugin(input: {instance: $i}) { __typename } }"
ERROR = "query ($e: ID!) { execution(id: $e) { state attempts finishedAt error { code } } }"


async def start_slow(victim: Victim, name: str) -> str:
    """An execution that takes minutes, and runs."""
    instance = await installed(victim.client, victim.group, OPENAI, name=name)
    await victim.client.data(ACTIVATE, i=instance)
    call = {"wait": False, "timeoutMs": 300_000, **SLOW}
    execution = await executed(victim.client, instance, "TEXT_TOKENIZER_ENCODE", **call)
    await until_running(victim.client, execution["id"])
    identifier: str = execution["id"]
    return identifier


async def test_what_ran_is_lost_once_and_what_waited_is_run(victim: Victim) -> None:
    starter = await installed(victim.client, victim.group, STARTER, name="waits")
    running = await start_slow(victim, "runs")
    waiting = (await executed(victim.client, starter, "HELLO_WORLD", wait=False))["id"]
    cursor = await until_running(victim.client, running)
    await victim.kill_and_restart()

    rest = await status(victim.client, running, after=cursor)
    assert [update["state"] for update in rest] == ["FAILED"]
    assert await status(victim.client, running, after=rest[-1]["cursor"]) == []
    ended = (await victim.client.data(ERROR, e=running))["execution"]
    assert (ended["state"], ended["error"]["code"]) == ("FAILED", "EXECUTOR_LOST")
    assert (ended["attempts"], bool(ended["finishedAt"])) == (1, True)
    assert await victim.event_types(running) == ["plugin_error_occurred"]

    updates = await status(victim.client, waiting)
    states = list(dict.fromkeys(update["state"] for update in updates))
    assert states == ["QUEUED", "RUNNING", "SUCCEEDED"]
    victim.check_store()
