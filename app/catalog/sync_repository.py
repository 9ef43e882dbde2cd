"""Access to syncs in MongoDB."""

from app.catalog.sync import ONLY_ONE, Sync, SyncFailure, SyncState
from app.database import Row, Session
from app.jobs.repository import CLAIMED, JobRepository
from app.record import now
from app.repository import NEWEST_FIRST


class SyncRepository(JobRepository[Sync]):
    """Syncs; at most one waits or runs."""

    document = Sync

    def load(self, row: Row) -> Sync:
        """The sync behind a stored row."""
        failure = row.pop("failure", None)
        return super().load(
            row
            | {
                "state": SyncState(row["state"]),
                "failure": SyncFailure(**failure) if failure else None,
            }
        )

    async def latest(self) -> Sync | None:
        """The sync that was asked for last."""
        return await self.first({}, NEWEST_FIRST)

    async def latest_not_failed(self) -> Sync | None:
        """The last one that read the registry, or may still."""
        return await self.first({"state": {"$ne": SyncState.FAILED}}, NEWEST_FIRST)

    async def adopt(self, person: str) -> Sync | None:
        """Make the server's own sync, while it waits or runs, that person's."""
        change = {"$set": {"requested_by": person, "updated_at": now()}}
        return await self.update({"unique_key": ONLY_ONE, "requested_by": None}, change)

    async def report(self, sync: Sync, done: int, message: str, session: Session) -> Sync | None:
        """Store how far a sync is; None when somebody else holds it by now."""
        held = {"_id": sync.id, "queue": CLAIMED, "owner": sync.owner}
        change = {"done": done, "total": sync.total, "message": message, "updated_at": now()}
        return await self.update(held, {"$set": change}, session)
