"""Executing many, with faults put in."""

import asyncio
import itertools
import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.plugins.instance import PluginInstance
from tests.e2e.plugins import EXECUTE, executed, status
from tests.e2e.test_cancel import cancel, until_running
from tests.e2e.worker_processes import workers_of
from tests.faults.case import Case, Fault
from tests.faults.lanes import Lane
from tests.faults.table import Table
from tests.faults.world import World
from tests.serving import Json

ENDED = """
    query ($e: ID!) { execution(id: $e) {
        id state result callbacks error { code message } } }"""
LONGEST_SECONDS = 120.0
_LOOK_SECONDS = 0.02
_MOST_LOOKS = 500


class Campaign:
    """Takes from all lanes at once, from each one after the other, until there are enough.

    Args:
        seed: of what is drawn from each lane.
        tell: hears how many have ended.
    """

    def __init__(self, world: World, seed: int, tell: Callable[[int], None]) -> None:
        self.table = Table()
        self._world = world
        self._seed = seed
        self._tell = tell

    async def run(self, lanes: list[Lane], count: int) -> Table:
        """Execute ``count``, and each case of each lane at least once."""
        numbers = itertools.count(1)
        await asyncio.gather(
            *(self._lane(lane, random.Random(f"{self._seed} {i}"), numbers, count)  # noqa: S311 - no secret
              for i, lane in enumerate(lanes))
        )  # fmt: skip
        return self.table

    async def _lane(
        self, lane: Lane, chance: random.Random, numbers: "itertools.count[int]", count: int
    ) -> None:
        waiting = list(dict.fromkeys(lane))
        while waiting or next(numbers) <= count:
            case = waiting.pop() if waiting else chance.choice(lane)
            self.table.add(case, await self._try(case))
            self._tell(self.table.count)

    async def _try(self, case: Case) -> str | None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return case.judge(await self._execute(case))
        except (TimeoutError, AssertionError) as error:
            return f"{case.plugin}, {case.fault}: {type(error).__name__} {str(error)[:300]}"

    async def _execute(self, case: Case) -> Json:
        client = self._world.people.user
        if case.fault not in (Fault.CANCELLED, Fault.KILLED):
            given = {"instance": case.instance, "wait": True, **case.call}
            answer = (await client.data(EXECUTE, input=given))["executeAction"]
            assert "execution" in answer, answer
            return answer["execution"]
        call = {key: value for key, value in case.call.items() if key != "name"}
        started = await executed(client, case.instance, case.call["name"], wait=False, **call)
        await until_running(client, started["id"])
        await self._put_in(case, started["id"])
        await status(client, started["id"])
        return (await client.data(ENDED, e=started["id"]))["execution"]

    async def _put_in(self, case: Case, execution: str) -> None:
        if case.fault is Fault.CANCELLED:
            await cancel(self._world.people.user, execution)
            return
        artifact = await self._artifact(case.instance)
        for _ in range(_MOST_LOOKS):  # its process may be starting
            if pids := self._workers(artifact):
                for pid in pids:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                return
            await asyncio.sleep(_LOOK_SECONDS)
        raise AssertionError("it has no process")

    async def _artifact(self, instance: str) -> str:
        async with self._world.server.database() as database:
            row = await database.collection(PluginInstance).find_one({"_id": instance})
        assert row is not None
        return str(row["properties"]["artifact"]).rpartition(":")[2]

    def _workers(self, artifact: str) -> list[int]:
        """The processes that have an artefact mounted."""
        found = []
        for pid in workers_of(self._world.server.pid):
            with suppress(OSError):
                if artifact in Path(f"/proc/{pid}/mountinfo").read_text():
                    found.append(pid)
        return found
