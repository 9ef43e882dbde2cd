"""How one kind of job is run."""

from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from app.jobs.job import Job
from app.jobs.repository import JobRepository

JobEntity = TypeVar("JobEntity", bound=Job)


class Runner(Protocol, Generic[JobEntity]):
    """Runs jobs of one kind. Each job ends in a definite state, whatever happens."""

    @property
    def jobs(self) -> JobRepository[JobEntity]:
        """Where the jobs are."""

    async def claim(self, owner: str, lease: timedelta) -> JobEntity | None:
        """Take the next job; None when none waits."""

    async def run(self, job: JobEntity) -> None:
        """Run a claimed job to its end, and record that. Cancelled: the server stops."""

    async def recover(self, job: JobEntity) -> None:
        """Decide about a claimed job that nobody runs: end it, or let it wait again."""

    def wants_stop(self, job: str) -> None:
        """Somebody asked for this job, which may run here, to be cancelled."""
