"""Access to residences in MongoDB."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import UpdateOne

from app.jobs.repository import CLAIMED, DONE, WAITING, JobRepository
from app.plugins.instance import PluginInstance
from app.record import now
from app.residence.residence import Residence


class ResidenceRepository(JobRepository[Residence]):
    """One for each instance that ever stayed up."""

    document = Residence

    async def want(self, instances: Sequence[PluginInstance]) -> None:
        """Queue the stay of instances that nobody keeps up yet."""
        if not instances:
            return
        known = await self.of_instances([each.id for each in instances])
        idle = [each for each in instances if each.id not in known or known[each.id].queue == DONE]
        writes = [write for each in idle for write in _queued(each)]
        if writes:
            await self.collection.bulk_write(writes)

    async def elsewhere(self, owner: str) -> list[str]:
        """The instances that other executors keep up."""
        query = {"queue": CLAIMED, "owner": {"$ne": owner}, "lease_until": {"$gt": now()}}
        return [row["instance"] async for row in self.collection.find(query, {"instance": 1})]

    async def report(self, residence: Residence, change: Mapping[str, Any]) -> bool:
        """Say how a stay goes; false where another executor has taken it."""
        held = {"_id": residence.id, "owner": residence.owner, "queue": CLAIMED}
        if not change:
            return await self.count(held) == 1
        result = await self.collection.update_one(held, {"$set": {**change, "updated_at": now()}})
        return result.matched_count == 1

    async def of_instances(self, instances: Sequence[str]) -> dict[str, Residence]:
        """The stay of each instance that has one."""
        found = await self.find({"instance": {"$in": list(instances)}})
        return {residence.instance: residence for residence in found}


def _queued(instance: PluginInstance) -> list[UpdateOne]:
    fresh = Residence(group=str(instance.group), instance=instance.id)
    row = fresh.model_dump(exclude={"id", "revision_id", "instance"}) | {"_id": fresh.id}
    again = {"queue": WAITING, "state": "STARTING", "since": now(), "restarts": 0}
    return [
        UpdateOne({"instance": instance.id}, {"$setOnInsert": row}, upsert=True),
        UpdateOne({"instance": instance.id, "queue": DONE}, {"$set": again}),
    ]
