"""Jobs are held by one executor at a time, for as long as its lease is renewed."""

import asyncio
from datetime import timedelta

from app.jobs.repository import DONE
from tests.app.jobs.chore import Chore, ChoreRepository, ChoreRunner

LONG, OVER = timedelta(minutes=1), timedelta(seconds=-1)


async def claim_all(jobs: ChoreRepository, owner: str) -> list[str]:
    claimed = []
    while job := await jobs.claim(owner, LONG, {}):
        claimed.append(job.id)
    return claimed


async def test_of_several_owners_each_job_goes_to_one(runner: ChoreRunner) -> None:
    made = [(await runner.jobs.insert(Chore())).id for _ in range(40)]
    shares = await asyncio.gather(*(claim_all(runner.jobs, owner) for owner in "abcd"))
    assert sorted(job for share in shares for job in share) == sorted(made)
    assert all(shares)


async def test_the_more_important_go_first_and_among_equals_the_older(
    runner: ChoreRunner,
) -> None:
    order = [0, 5, 0, -1, 5]
    made = [(await runner.jobs.insert(Chore(priority=priority))).id for priority in order]
    assert await claim_all(runner.jobs, "a") == [made[1], made[4], made[0], made[2], made[3]]


async def test_claiming_counts_the_attempts_and_applies_the_change(runner: ChoreRunner) -> None:
    await runner.jobs.insert(Chore())
    job = await runner.jobs.claim("a", LONG, {"ended": "never"})
    assert job
    assert (job.attempts, job.owner, job.ended) == (1, "a", "never")


async def test_only_an_abandoned_job_can_be_taken_over_and_only_once(
    runner: ChoreRunner,
) -> None:
    jobs = runner.jobs
    kept, lost = [await jobs.insert(Chore()), await jobs.insert(Chore())]
    await jobs.claim("a", LONG, {})
    await jobs.claim("a", OVER, {})
    taken = await asyncio.gather(*(jobs.claim_abandoned(owner, LONG) for owner in "bcd"))
    assert [job.id for job in taken if job] == [lost.id]
    assert kept.id != lost.id


async def test_a_renewed_lease_is_kept_by_its_owner_alone(runner: ChoreRunner) -> None:
    jobs = runner.jobs
    job = await jobs.insert(Chore())
    await jobs.claim("a", OVER, {})
    await jobs.renew("b", [job.id], LONG)
    assert await jobs.claim_abandoned("c", OVER)
    await jobs.renew("c", [job.id], LONG)
    assert await jobs.claim_abandoned("d", LONG) is None


async def test_who_lost_a_job_can_no_longer_end_it(runner: ChoreRunner) -> None:
    jobs = runner.jobs
    await jobs.insert(Chore())
    mine = await jobs.claim("a", OVER, {})
    theirs = await jobs.claim_abandoned("b", LONG)
    assert mine
    assert theirs
    await runner.recover(mine)
    assert (still := await jobs.get(mine.id))
    assert (still.queue, still.owner) == ("claimed", "b")
    await runner.recover(theirs)
    assert (ended := await jobs.get(mine.id))
    assert (ended.queue, ended.ended) == (DONE, "recovered")


async def test_who_is_alone_can_end_every_lease(runner: ChoreRunner) -> None:
    jobs = runner.jobs
    for _ in range(3):
        await jobs.insert(Chore())
    await claim_all(jobs, "dead")
    await jobs.release_all()
    taken = [await jobs.claim_abandoned("alive", LONG) for _ in range(4)]
    assert [bool(job) for job in taken] == [True, True, True, False]
