"""Access to executions in MongoDB."""

from collections.abc import Sequence
from typing import Any

from app.database import Row
from app.execution.execution import Execution, ExecutionError, ExecutionState
from app.jobs.repository import WAITING, JobRepository
from app.record import now
from app.repository import Query

_ENDED_WELL = ExecutionState.SUCCEEDED.value


class ExecutionRepository(JobRepository[Execution]):
    """Executions."""

    document = Execution

    def load(self, row: Row) -> Execution:
        """The execution behind a stored row."""
        if row.get("error"):
            row["error"] = ExecutionError.model_validate(row["error"])
        return super().load(row)

    async def used_today(self, groups: Sequence[str]) -> dict[str, int]:
        """How many executions each of several groups asked for since midnight UTC."""
        midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
        counts: list[dict[str, Any]] = [
            {"$match": {"group": {"$in": list(groups)}, "created_at": {"$gte": midnight}}},
            {"$group": {"_id": "$group", "count": {"$sum": 1}}},
        ]
        cursor = await self.collection.aggregate(counts)
        return dict.fromkeys(groups, 0) | {row["_id"]: row["count"] async for row in cursor}

    async def waiting_groups(self, among: Query) -> list[str]:
        """Groups of which executions wait to be run, among those that match."""
        groups: list[str] = await self.collection.distinct("group", {"queue": WAITING, **among})
        return groups

    async def waiting(self, group: str) -> int:
        """How many executions of a group wait to be run."""
        return await self.count({"group": group, "state": ExecutionState.QUEUED.value})

    async def by_key(self, group: str, key: str) -> Execution | None:
        """The execution that was asked for under an idempotency key."""
        return await self.first({"group": group, "idempotency_key": key})

    async def usage(self, instances: Sequence[str]) -> dict[str, Row]:
        """Number, failures and average milliseconds of each instance's executions."""
        failed = {"$not": [{"$in": ["$state", [_ENDED_WELL, "QUEUED", "RUNNING"]]}]}
        totals: list[dict[str, Any]] = [
            {"$match": {"instance": {"$in": list(instances)}}},
            {
                "$group": {
                    "_id": "$instance",
                    "executions": {"$sum": 1},
                    "failures": {"$sum": {"$cond": [failed, 1, 0]}},
                    "average_ms": {"$avg": "$duration_ms"},
                }
            },
        ]
        cursor = await self.collection.aggregate(totals)
        return {row["_id"]: row async for row in cursor}
