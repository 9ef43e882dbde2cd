"""Claiming jobs in MongoDB: at most one executor holds a job at a time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from pymongo import IndexModel

from app.database import Session
from app.jobs.job import Job
from app.record import now
from app.repository import Repository

JobEntity = TypeVar("JobEntity", bound=Job)
WAITING, CLAIMED, DONE = "waiting", "claimed", "done"
JOB_INDEXES = (
    IndexModel(
        [("priority", -1), ("_id", 1)],
        name="waiting",
        partialFilterExpression={"queue": WAITING},
    ),
    IndexModel([("lease_until", 1)], name="claimed", partialFilterExpression={"queue": CLAIMED}),
)


class JobRepository(Repository[JobEntity]):
    """A collection whose documents are jobs."""

    async def claim(
        self,
        owner: str,
        lease: timedelta,
        change: Mapping[str, Any],
        among: Mapping[str, Any] = MappingProxyType({}),
    ) -> JobEntity | None:
        """Take the next waiting job among those that match, applying ``change`` to it; or none."""
        taken = {"queue": CLAIMED, "owner": owner, "lease_until": now() + lease}
        row = await self.collection.find_one_and_update(
            {"queue": WAITING, **among},
            {"$set": taken | dict(change), "$inc": {"attempts": 1}},
            sort=[("priority", -1), ("_id", 1)],
            return_document=True,
        )
        return self.load(row) if row else None

    async def renew(self, owner: str, jobs: Sequence[str], lease: timedelta) -> None:
        """Keep hold of jobs that are still running."""
        await self.collection.update_many(
            {"_id": {"$in": list(jobs)}, "owner": owner, "queue": CLAIMED},
            {"$set": {"lease_until": now() + lease}},
        )

    async def claim_abandoned(self, owner: str, lease: timedelta) -> JobEntity | None:
        """Take a job whose executor let the lease run out; None when there is none."""
        return await self.update(
            {"queue": CLAIMED, "lease_until": {"$lt": now()}},
            {"$set": {"owner": owner, "lease_until": now() + lease}},
        )

    async def release(
        self, job: JobEntity, change: Mapping[str, Any], session: Session
    ) -> JobEntity | None:
        """Change a job and let go of it; None when somebody else holds it by now."""
        held = {"_id": job.id, "queue": CLAIMED, "owner": job.owner}
        return await self.update(held, {"$set": dict(change)}, session)

    async def release_all(self) -> None:
        """Let every lease end now: only for who knows that no other executor lives."""
        await self.collection.update_many(
            {"queue": CLAIMED}, {"$set": {"lease_until": now() - timedelta(seconds=1)}}
        )
