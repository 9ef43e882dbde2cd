"""Claiming and running jobs: so many at once, none forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from app.jobs.dispatcher import Dispatcher
from app.jobs.repository import DONE
from tests.app.jobs.chore import Chore, ChoreRunner


@asynccontextmanager
async def dispatching(
    runner: ChoreRunner, *, slots: int = 2, lease: float = 1.0, wake: asyncio.Event | None = None
) -> AsyncIterator[None]:
    dispatcher = Dispatcher(
        runner,
        owner=f"owner of {slots}",
        slots=slots,
        lease=timedelta(seconds=lease),
        wake=wake or asyncio.Event(),
    )
    task = asyncio.create_task(dispatcher.serve())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_done(runner: ChoreRunner, count: int) -> None:
    async with asyncio.timeout(15):
        while await runner.jobs.count({"queue": DONE}) < count:  # noqa: ASYNC110 - stored by others
            await asyncio.sleep(0.02)


async def test_it_runs_no_more_at_once_than_it_may(runner: ChoreRunner) -> None:
    for _ in range(6):
        await runner.jobs.insert(Chore(seconds=0.1))
    async with dispatching(runner, slots=2):
        await until_done(runner, 6)
    assert runner.most == 2


async def test_a_wake_up_is_heard_at_once_and_without_one_a_job_is_found_too(
    runner: ChoreRunner,
) -> None:
    wake = asyncio.Event()
    async with dispatching(runner, wake=wake):
        await asyncio.sleep(0.2)
        await runner.jobs.insert(Chore())
        wake.set()
        await until_done(runner, 1)
        await runner.jobs.insert(Chore())
        await until_done(runner, 2)


async def test_a_job_longer_than_its_lease_is_not_taken_away(runner: ChoreRunner) -> None:
    await runner.jobs.insert(Chore(seconds=1.5))
    async with dispatching(runner, slots=1, lease=0.5), dispatching(runner, slots=3, lease=0.5):
        await until_done(runner, 1)
    (job,) = await runner.jobs.find({})
    assert (job.ended, job.attempts) == ("done", 1)


async def test_a_job_whose_runner_broke_is_recovered_after_its_lease(runner: ChoreRunner) -> None:
    await runner.jobs.insert(Chore(fails=True))
    async with dispatching(runner, lease=0.6):
        await until_done(runner, 1)
    (job,) = await runner.jobs.find({})
    assert job.ended == "recovered"


async def test_what_runs_when_it_stops_is_recovered_at_once(runner: ChoreRunner) -> None:
    await runner.jobs.insert(Chore(seconds=60))
    async with dispatching(runner):
        await asyncio.wait_for(runner.started.wait(), 10)
    (job,) = await runner.jobs.find({})
    assert (job.queue, job.ended, runner.running) == (DONE, "recovered", 0)
