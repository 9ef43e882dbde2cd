"""A kind of job, and a runner of it that does what its jobs say."""

import asyncio
from datetime import timedelta
from typing import ClassVar

from app.database import Database
from app.identifiers import Kind
from app.jobs.job import Job
from app.jobs.repository import DONE, JOB_INDEXES, JobRepository


class Chore(Job):
    """Something that takes ``seconds``; ``fails`` at the first attempt."""

    kind: ClassVar[Kind] = Kind.INSTALL

    seconds: float = 0
    fails: bool = False
    ended: str | None = None

    class Settings:
        name = "chores"
        indexes: ClassVar = [*JOB_INDEXES]


class ChoreRepository(JobRepository[Chore]):
    document = Chore


class ChoreRunner:
    """Runs chores, and remembers how many ran at once."""

    def __init__(self, database: Database) -> None:
        self.jobs = ChoreRepository(database)
        self.database = database
        self.running = 0
        self.most = 0
        self.started = asyncio.Event()

    async def claim(self, owner: str, lease: timedelta) -> Chore | None:
        return await self.jobs.claim(owner, lease, {})

    async def run(self, job: Chore) -> None:
        self.running += 1
        self.started.set()
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(job.seconds)
        finally:
            self.running -= 1
        if job.fails:
            raise RuntimeError("as it was told to")
        await self._end(job, "done")

    async def recover(self, job: Chore) -> None:
        await self._end(job, "recovered")

    def wants_stop(self, job: str) -> None:
        """Chores cannot be cancelled."""

    async def _end(self, job: Chore, how: str) -> None:
        change = {"queue": DONE, "ended": how}
        await self.database.transact(lambda session: self.jobs.release(job, change, session))
